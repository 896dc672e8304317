# SPDX-License-Identifier: BSD-3-Clause
#
# Finds ns-3 as Debian's libns3-dev installs it. The package's own ns3Config.cmake names a binary of another
# package and pulls in GSL, Python and libxml2, so each module is found by itself here.
# Result: imported targets ns3::<module>, ns3_FOUND, ns3_VERSION.
find_path(ns3_INCLUDE_DIR ns3/core-config.h)
set(_ns3_modules core network mobility antenna propagation spectrum stats buildings internet applications lte
    point-to-point bridge traffic-control config-store)
set(_ns3_required core network mobility antenna propagation)
set(_ns3_vars ns3_INCLUDE_DIR)
foreach(_module IN LISTS _ns3_modules)
    find_library(ns3_${_module}_LIBRARY ns3-${_module})
    mark_as_advanced(ns3_${_module}_LIBRARY)
    if(_module IN_LIST _ns3_required)
        list(APPEND _ns3_vars ns3_${_module}_LIBRARY)
    endif()
    if(ns3_${_module}_LIBRARY AND ns3_INCLUDE_DIR AND NOT TARGET ns3::${_module})
        add_library(ns3::${_module} SHARED IMPORTED)
        set_target_properties(ns3::${_module} PROPERTIES IMPORTED_LOCATION "${ns3_${_module}_LIBRARY}"
            INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ns3_INCLUDE_DIR}" INTERFACE_INCLUDE_DIRECTORIES "${ns3_INCLUDE_DIR}")
    endif()
endforeach()
# The version stands in the shared object's name: libns3-core.so -> libns3-core.so.37.
if(ns3_core_LIBRARY)
    file(REAL_PATH "${ns3_core_LIBRARY}" _ns3_core)
    if(_ns3_core MATCHES "\\.so\\.([0-9]+)")
        set(ns3_VERSION "3.${CMAKE_MATCH_1}")
    endif()
endif()
include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(ns3 REQUIRED_VARS ${_ns3_vars} VERSION_VAR ns3_VERSION)
mark_as_advanced(ns3_INCLUDE_DIR)
