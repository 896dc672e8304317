// SPDX-License-Identifier: BSD-3-Clause
#include "bench/lte_peer_ns3.h"

#include <ns3/boolean.h>
#include <ns3/channel-condition-model.h>
#include <ns3/config.h>
#include <ns3/constant-position-mobility-model.h>
#include <ns3/double.h>
#include <ns3/internet-stack-helper.h>
#include <ns3/ipv4-address-helper.h>
#include <ns3/ipv4-static-routing-helper.h>
#include <ns3/lte-amc.h>
#include <ns3/lte-chunk-processor.h>
#include <ns3/lte-common.h>
#include <ns3/lte-enb-mac.h>
#include <ns3/lte-enb-net-device.h>
#include <ns3/lte-enb-rrc.h>
#include <ns3/lte-helper.h>
#include <ns3/lte-spectrum-phy.h>
#include <ns3/lte-spectrum-value-helper.h>
#include <ns3/lte-ue-net-device.h>
#include <ns3/lte-ue-phy.h>
#include <ns3/net-device-container.h>
#include <ns3/node-container.h>
#include <ns3/packet-sink.h>
#include <ns3/point-to-point-epc-helper.h>
#include <ns3/point-to-point-helper.h>
#include <ns3/pointer.h>
#include <ns3/rng-seed-manager.h>
#include <ns3/simulator.h>
#include <ns3/string.h>
#include <ns3/udp-socket-factory.h>
#include <ns3/uinteger.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <limits>
#include <map>
#include <numbers>
#include <numeric>

namespace celltwin::bench {
namespace {

using ns3::NetDeviceContainer;
using ns3::NodeContainer;
using ns3::Ptr;
using ns3::Seconds;
using ns3::Simulator;

/// TS 36.213 Table 7.1.6.1-1.
int rbgPrbs(int prbs) {
    return prbs <= 10 ? 1 : prbs <= 26 ? 2 : prbs <= 63 ? 3 : 4;
}
constexpr std::uint16_t kPort = 9;

struct UeLog {
    double bytes = 0.0, byte_delay_s = 0.0;
    std::array<double, kMaxPeerPrbs> sinr_sum_db{};
    std::array<std::uint32_t, kMaxPeerPrbs> sinr_count{};
};
struct CellLog {
    double prbs = 0.0, mcs = 0.0, blocks = 0.0;
    std::map<std::pair<int, int>, int> prbs_of;  ///< of an MCS and a block size in bytes
};
struct ErrorLog {
    double first = 0.0, lost = 0.0;
};

/// What is heard while `open`.
struct Logs {
    double begin_s, end_s;
    std::vector<UeLog> ues;
    std::vector<CellLog> cells;
    std::vector<ErrorLog> errors;
    bool open() const {
        const double now = Simulator::Now().GetSeconds();
        return now >= begin_s && now < end_s;
    }
};

void onPacket(Logs* logs, std::size_t ue, std::uint16_t, std::uint8_t, std::uint32_t bytes,
              std::uint64_t delay_ns) {
    if (!logs->open()) return;
    UeLog& log = logs->ues[ue];
    log.bytes += bytes;
    log.byte_delay_s += static_cast<double>(delay_ns) * 1e-9 * bytes;
}

void onSinr(Logs* logs, std::size_t ue, const ns3::SpectrumValue& sinr) {
    if (!logs->open()) return;
    UeLog& log = logs->ues[ue];
    for (std::size_t prb = 0; prb < sinr.GetValuesN(); ++prb) {
        const double value = sinr[prb];
        if (!(value > 0.0)) continue;  // the serving cell sends nothing there
        log.sinr_sum_db[prb] += 10.0 * std::log10(value);
        ++log.sinr_count[prb];
    }
}

/// The grant says MCS and size of a block; as resource block groups have four PRBs, that names their number.
void onGrant(Logs* logs, std::size_t cell, ns3::DlSchedulingCallbackInfo info) {
    if (!logs->open()) return;
    CellLog& log = logs->cells[cell];
    const auto found = log.prbs_of.find({info.mcsTb1, info.sizeTb1});
    log.prbs += found == log.prbs_of.end() ? 0 : found->second;
    log.mcs += info.mcsTb1;
    log.blocks += 1.0;
}

void onBlock(Logs* logs, std::size_t cell, ns3::PhyReceptionStatParameters block) {
    if (!logs->open() || block.m_rv != 0) return;
    logs->errors[cell].first += 1.0;
    logs->errors[cell].lost += block.m_correctness == 0 ? 1.0 : 0.0;
}

void setDefaults(const PeerCase& c) {
    using ns3::Config::SetDefault;
    ns3::RngSeedManager::SetSeed(static_cast<std::uint32_t>(c.seed));
    SetDefault("ns3::LteEnbPhy::TxPower", ns3::DoubleValue(c.tx_power_dbm));
    SetDefault("ns3::LteUePhy::NoiseFigure", ns3::DoubleValue(c.noise_figure_db));
    SetDefault("ns3::LteUePhy::EnableRlfDetection", ns3::BooleanValue(false));
    SetDefault("ns3::LteSpectrumPhy::CtrlErrorModelEnabled", ns3::BooleanValue(false));
    SetDefault("ns3::LteRlcUm::MaxTxBufferSize", ns3::UintegerValue(100'000'000));
    const bool udp = c.burst_period_s > 0.0;
    SetDefault("ns3::LteEnbRrc::EpsBearerToRlcMapping",
               ns3::EnumValue(udp ? ns3::LteEnbRrc::RLC_UM_ALWAYS : ns3::LteEnbRrc::RLC_SM_ALWAYS));
}

void setPathLoss(const PeerCase& c, ns3::LteHelper& lte) {
    if (c.loss == "free-space") return lte.SetPathlossModelType(ns3::FriisPropagationLossModel::GetTypeId());
    lte.SetPathlossModelType(ns3::TypeId::LookupByName(
        c.loss == "tr38901-uma" ? "ns3::ThreeGppUmaPropagationLossModel"
                                : "ns3::ThreeGppUmiStreetCanyonPropagationLossModel"));
    lte.SetPathlossModelAttribute("ShadowingEnabled", ns3::BooleanValue(false));
    lte.SetPathlossModelAttribute("ChannelConditionModel",
                                  ns3::PointerValue(ns3::CreateObject<ns3::NeverLosChannelConditionModel>()));
}

void standAt(const Ptr<ns3::Node>& node, double east_m, double north_m, double height_m) {
    const auto mobility = ns3::CreateObject<ns3::ConstantPositionMobilityModel>();
    mobility->SetPosition(ns3::Vector(east_m, north_m, height_m));
    node->AggregateObject(mobility);
}

struct Network {
    Ptr<ns3::LteHelper> lte;
    Ptr<ns3::PointToPointEpcHelper> epc;  ///< UDP only
    NodeContainer cell_nodes, ue_nodes;
    NetDeviceContainer cells, ues;
    int prbs = 0;
};

Network buildNetwork(const PeerCase& c) {
    Network n;
    n.prbs = c.prbs;
    n.lte = ns3::CreateObject<ns3::LteHelper>();
    if (c.burst_period_s > 0.0) {
        n.epc = ns3::CreateObject<ns3::PointToPointEpcHelper>();
        n.lte->SetEpcHelper(n.epc);
    }
    n.lte->SetAttribute("UsePdschForCqiGeneration", ns3::BooleanValue(false));
    setPathLoss(c, *n.lte);
    n.lte->SetSchedulerType("ns3::PfFfMacScheduler");
    n.lte->SetEnbDeviceAttribute("DlBandwidth", ns3::UintegerValue(static_cast<std::uint64_t>(c.prbs)));
    n.lte->SetEnbDeviceAttribute("UlBandwidth", ns3::UintegerValue(static_cast<std::uint64_t>(c.prbs)));
    n.lte->SetEnbDeviceAttribute("DlEarfcn", ns3::UintegerValue(kPeerEarfcn));
    n.lte->SetEnbDeviceAttribute("UlEarfcn", ns3::UintegerValue(kPeerEarfcn + 18000));
    n.lte->SetUeDeviceAttribute("DlEarfcn", ns3::UintegerValue(kPeerEarfcn));
    n.cell_nodes.Create(static_cast<std::uint32_t>(c.cells.size()));
    n.ue_nodes.Create(static_cast<std::uint32_t>(c.ues.size()));
    if (c.sectors) {
        n.lte->SetEnbAntennaModelType("ns3::ParabolicAntennaModel");
        n.lte->SetEnbAntennaModelAttribute("Beamwidth", ns3::DoubleValue(65.0));
        n.lte->SetEnbAntennaModelAttribute("MaxAttenuation", ns3::DoubleValue(20.0));
    }
    for (std::uint32_t i = 0; i < c.cells.size(); ++i) {
        standAt(n.cell_nodes.Get(i), c.cells[i].east_m, c.cells[i].north_m, c.bs_height_m);
        // ns-3 counts from the east counter-clockwise, a bearing from the north clockwise.
        if (c.sectors)
            n.lte->SetEnbAntennaModelAttribute(
                "Orientation", ns3::DoubleValue(std::remainder(90.0 - c.cells[i].azimuth_deg, 360.0)));
        n.cells.Add(n.lte->InstallEnbDevice(NodeContainer(n.cell_nodes.Get(i))));
    }
    for (std::uint32_t i = 0; i < c.ues.size(); ++i)
        standAt(n.ue_nodes.Get(i), c.ues[i].east_m, c.ues[i].north_m, c.ue_height_m);
    n.ues = n.lte->InstallUeDevice(n.ue_nodes);
    return n;
}

void sendBurst(Ptr<ns3::Socket> socket, int packets, int bytes, double period_s) {
    for (int i = 0; i < packets; ++i)
        socket->Send(ns3::Create<ns3::Packet>(static_cast<std::uint32_t>(bytes)));
    Simulator::Schedule(Seconds(period_s), &sendBurst, socket, packets, bytes, period_s);
}

/// A remote host behind the gateway that sends to every UE.
void addRemoteHost(const PeerCase& c, const Network& n) {
    const auto host = ns3::CreateObject<ns3::Node>();
    ns3::InternetStackHelper stack;
    stack.Install(host);
    ns3::PointToPointHelper wire;
    wire.SetDeviceAttribute("DataRate", ns3::StringValue("100Gb/s"));
    wire.SetDeviceAttribute("Mtu", ns3::UintegerValue(1500));
    const NetDeviceContainer ends = wire.Install(n.epc->GetPgwNode(), host);
    ns3::Ipv4AddressHelper addresses("1.0.0.0", "255.0.0.0");
    addresses.Assign(ends);
    ns3::Ipv4StaticRoutingHelper routing;
    routing.GetStaticRouting(host->GetObject<ns3::Ipv4>())
        ->AddNetworkRouteTo(ns3::Ipv4Address("7.0.0.0"), ns3::Ipv4Mask("255.0.0.0"), 1);
    stack.Install(n.ue_nodes);
    const ns3::Ipv4InterfaceContainer at = n.epc->AssignUeIpv4Address(n.ues);
    for (std::uint32_t i = 0; i < c.ues.size(); ++i) {
        const auto sink = ns3::CreateObject<ns3::PacketSink>();
        sink->SetAttribute("Protocol", ns3::TypeIdValue(ns3::UdpSocketFactory::GetTypeId()));
        sink->SetAttribute("Local",
                           ns3::AddressValue(ns3::InetSocketAddress(ns3::Ipv4Address::GetAny(), kPort)));
        n.ue_nodes.Get(i)->AddApplication(sink);
        const auto socket = ns3::Socket::CreateSocket(host, ns3::UdpSocketFactory::GetTypeId());
        socket->Bind();
        socket->Connect(ns3::InetSocketAddress(at.GetAddress(i), kPort));
        Simulator::Schedule(Seconds(c.ues[i].first_burst_s), &sendBurst, socket, c.ues[i].burst_packets,
                            c.packet_bytes, c.burst_period_s);
    }
}

void listenToCells(const Network& n, Logs& logs) {
    const auto amc = ns3::CreateObject<ns3::LteAmc>();
    for (std::uint32_t i = 0; i < n.cells.GetN(); ++i) {
        for (int mcs = 0; mcs <= 28; ++mcs)
            for (int prbs = 1; prbs <= n.prbs; ++prbs)
                logs.cells[i].prbs_of[{mcs, amc->GetDlTbSizeFromMcs(mcs, prbs) / 8}] = prbs;
        n.cells.Get(i)->GetObject<ns3::LteEnbNetDevice>()->GetMac()->TraceConnectWithoutContext(
            "DlScheduling", ns3::MakeBoundCallback(&onGrant, &logs, std::size_t{i}));
    }
}

/// Bearers exist once their UEs are connected.
void listenToBearers(const PeerCase* c, const Network* n, Logs* logs) {
    const std::string layer = c->burst_period_s > 0.0 ? "LtePdcp" : "LteRlc";
    for (std::uint32_t i = 0; i < n->ue_nodes.GetN(); ++i)
        ns3::Config::ConnectWithoutContext("/NodeList/" + std::to_string(n->ue_nodes.Get(i)->GetId()) +
                                               "/DeviceList/*/LteUeRrc/DataRadioBearerMap/*/" + layer +
                                               "/RxPDU",
                                           ns3::MakeBoundCallback(&onPacket, logs, std::size_t{i}));
}

void listenToUes(const PeerCase& c, const Network& n, Logs& logs) {
    for (std::uint32_t i = 0; i < c.ues.size(); ++i) {
        const auto phy = n.ues.Get(i)->GetObject<ns3::LteUeNetDevice>()->GetPhy()->GetDownlinkSpectrumPhy();
        const auto processor = ns3::Create<ns3::LteChunkProcessor>();
        processor->AddCallback(ns3::MakeBoundCallback(&onSinr, &logs, std::size_t{i}));
        phy->AddDataSinrChunkProcessor(processor);
        phy->TraceConnectWithoutContext(
            "DlPhyReception",
            ns3::MakeBoundCallback(&onBlock, &logs, static_cast<std::size_t>(c.ues[i].cell)));
    }
}

PeerResult resultOf(const PeerCase& c, const Logs& logs) {
    PeerResult r;
    for (const UeLog& ue : logs.ues) {
        r.received_bytes.push_back(ue.bytes);
        auto& sinr = r.sinr_db.emplace_back();
        for (std::size_t prb = 0; prb < kMaxPeerPrbs; ++prb)
            if (ue.sinr_count[prb] > 0) sinr.push_back(ue.sinr_sum_db[prb] / ue.sinr_count[prb]);
    }
    for (std::size_t i = 0; i < logs.cells.size(); ++i) {
        const CellLog& cell = logs.cells[i];
        r.prb_use.push_back(cell.prbs / (c.duration_s * 1e3 * c.prbs));
        double bytes = 0.0, byte_delay_s = 0.0;
        for (std::size_t u = 0; u < c.ues.size(); ++u)
            if (c.ues[u].cell == static_cast<int>(i)) {
                bytes += logs.ues[u].bytes;
                byte_delay_s += logs.ues[u].byte_delay_s;
            }
        r.cell_delay_s.push_back(bytes > 0.0 ? byte_delay_s / bytes : 0.0);
        r.mean_mcs.push_back(cell.blocks > 0.0 ? cell.mcs / cell.blocks : 0.0);
        r.block_error_rate.push_back(logs.errors[i].first > 0.0 ? logs.errors[i].lost / logs.errors[i].first
                                                                : 0.0);
    }
    r.cpu_s = static_cast<double>(std::clock()) / CLOCKS_PER_SEC;
    return r;
}

int cqiAt(ns3::LteAmc& amc, int prbs, double sinr_db) {
    const auto sinr = ns3::LteSpectrumValueHelper::CreateNoisePowerSpectralDensity(
        kPeerEarfcn, static_cast<std::uint16_t>(prbs), 0.0);
    *sinr = std::pow(10.0, 0.1 * sinr_db);
    return amc.CreateCqiFeedbacks(*sinr, static_cast<std::uint8_t>(rbgPrbs(prbs))).front();
}

void readClock(std::vector<double>* clock_s) {
    clock_s->push_back(static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
}

double fastestPart(const std::vector<double>& clock_s, double part_s) {
    double least_s = std::numeric_limits<double>::infinity();
    for (std::size_t i = 1; i < clock_s.size(); ++i) least_s = std::min(least_s, clock_s[i] - clock_s[i - 1]);
    return part_s > 0.0 ? least_s / part_s : 0.0;
}

}  // namespace

PeerLinkTable ns3LinkTable(int prbs) {
    PeerLinkTable table;
    const auto amc = ns3::CreateObject<ns3::LteAmc>();
    for (int cqi = 1; cqi <= 15; ++cqi) {
        double low = -30.0, high = 40.0;
        while (high - low > 1e-6)
            (cqiAt(*amc, prbs, 0.5 * (low + high)) >= cqi ? high : low) = 0.5 * (low + high);
        table.sinr_db.push_back(high);
        table.mcs.push_back(amc->GetMcsFromCqi(cqi));
    }
    return table;
}

PeerResult runNs3(const PeerCase& c) {
    setDefaults(c);
    const Network n = buildNetwork(c);
    if (n.epc) addRemoteHost(c, n);
    for (std::uint32_t i = 0; i < c.ues.size(); ++i)
        n.lte->Attach(n.ues.Get(i), n.cells.Get(static_cast<std::uint32_t>(c.ues[i].cell)));
    if (!n.epc) n.lte->ActivateDataRadioBearer(n.ues, ns3::EpsBearer(ns3::EpsBearer::NGBR_VIDEO_TCP_DEFAULT));
    Logs logs{c.warmup_s, c.warmup_s + c.duration_s, {}, {}, {}};
    logs.ues.resize(c.ues.size());
    logs.cells.resize(c.cells.size());
    logs.errors.resize(c.cells.size());
    listenToCells(n, logs);
    listenToUes(c, n, logs);
    Simulator::Schedule(Seconds(0.9 * c.warmup_s), &listenToBearers, &c, &n, &logs);
    std::vector<double> clock_s;
    for (int part = 0; part <= kTimedParts; ++part)
        Simulator::Schedule(Seconds(logs.end_s + part * c.timed_s / kTimedParts), &readClock, &clock_s);
    Simulator::Stop(Seconds(logs.end_s + c.timed_s) + ns3::NanoSeconds(1));
    Simulator::Run();
    PeerResult result = resultOf(c, logs);
    result.cpu_s_per_s = fastestPart(clock_s, c.timed_s / kTimedParts);
    Simulator::Destroy();
    return result;
}

}  // namespace celltwin::bench
