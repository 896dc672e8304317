# SPDX-License-Identifier: BSD-3-Clause
"""A reader of 3GPP performance measurement files and a judge of their shape, by xml.etree and written apart from
the program's writer: what TS 32.435 and TS 28.532 say of elements, their order, number and attributes.

A table entry is (children in order with least and most number, attributes required, attributes allowed)."""
import datetime
import re
import xml.etree.ElementTree as ET

MANY = 10**9
OLD_SPACE = "http://www.3gpp.org/ftp/specs/archive/32_series/32.435#measCollec"
NEW_SPACE = "http://www.3gpp.org/ftp/specs/archive/28_series/28.532#measData"
DURATION = re.compile(r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+(\.\d+)?S)?)?$")
TIME = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(\.\d+)?(Z|[+-]\d\d:\d\d)$")


def table(old):
    collection, entity, root = (("measCollec", "managedElement", "measCollecFile") if old else
                                ("measData", "measEntity", "measDataFile"))
    sender = ["localDn", "elementType"] if old else ["senderName", "senderType"]
    return {
        root: ([("fileHeader", 1, 1), ("measData", 0, MANY), ("fileFooter", 0 if not old else 1, 1)], [], []),
        "fileHeader": ([("fileSender", 1, 1), (collection, 1, 1)], ["fileFormatVersion"],
                       ["vendorName", "dnPrefix"]),
        "fileSender": ([], [], sender),
        "fileHeader/" + collection: ([], ["beginTime"], []),
        root + "/measData": ([(entity, 1, 1), ("measInfo", 0, MANY)], [], []),
        entity: ([], [], ["localDn", "userLabel", "swVersion"]),
        "measInfo": ([("job", 0, 1), ("granPeriod", 1, 1), ("repPeriod", 0, 1), ("measTypes", 0, 1),
                      ("measType", 0, MANY), ("measValue", 0, MANY)], [], ["measInfoId"]),
        "job": ([], ["jobId"], []),
        "granPeriod": ([], ["duration", "endTime"], []),
        "repPeriod": ([], ["duration"], []),
        "measTypes": ([], [], []),
        "measType": ([], ["p"], []),
        "measValue": ([("measResults", 0, 1), ("r", 0, MANY), ("suspect", 0, 1)], ["measObjLdn"], []),
        "measResults": ([], [], []),
        "r": ([], ["p"], []),
        "suspect": ([], [], []),
        "fileFooter": ([(collection, 1, 1)], [], []),
        "fileFooter/" + collection: ([], ["endTime"], []),
    }


def local(element):
    return element.tag.rsplit("}", 1)[-1]


def all_of(root, name):
    return (element for element in root.iter() if local(element) == name)


def check_shape(root):
    """A list of what is wrong."""
    old = root.tag == "{%s}measCollecFile" % OLD_SPACE
    if not old and root.tag != "{%s}measDataFile" % NEW_SPACE:
        return ["the root is " + root.tag]
    wrong = []
    check_element(root, None, table(old), OLD_SPACE if old else NEW_SPACE, wrong)
    for info in all_of(root, "measInfo"):
        check_numbers(info, wrong)
    return wrong


def check_element(element, parent, rules, space, wrong):
    name = local(element)
    if not element.tag.startswith("{" + space + "}"):
        wrong.append("%s is not in the namespace" % element.tag)
    rule = rules.get("%s/%s" % (parent, name)) or rules.get(name)
    if rule is None:
        wrong.append("%s is unknown in %s" % (name, parent))
        return
    children, required, allowed = rule
    wrong += ["%s lacks %s" % (name, a) for a in required if a not in element.attrib]
    wrong += ["%s has %s" % (name, a) for a in element.attrib if a not in required + allowed]
    names = [local(child) for child in element]
    order = [child for child, _, _ in children]
    wrong += ["%s in %s" % (n, name) for n in names if n not in order]
    positions = [order.index(n) for n in names if n in order]
    if positions != sorted(positions):
        wrong.append("children of %s out of order: %s" % (name, names))
    for child, least, most in children:
        if not least <= names.count(child) <= most:
            wrong.append("%d of %s in %s" % (names.count(child), child, name))
    if children and (element.text or "").strip():
        wrong.append("text in " + name)
    check_content(element, name, wrong)
    for child in element:
        check_element(child, name, rules, space, wrong)


def check_content(element, name, wrong):
    for attribute in ("beginTime", "endTime"):
        if attribute in element.attrib and not TIME.match(element.get(attribute)):
            wrong.append("%s is no time" % element.get(attribute))
    if "duration" in element.attrib and not DURATION.match(element.get("duration")):
        wrong.append("%s is no duration" % element.get("duration"))
    if "p" in element.attrib and not re.match(r"[1-9]\d*$", element.get("p")):
        wrong.append("p is %s" % element.get("p"))
    if name == "suspect" and element.text not in ("true", "false", "1", "0"):
        wrong.append("suspect is %s" % element.text)


def check_numbers(info, wrong):
    types = [t.get("p") for t in info.findall("{*}measType")]
    if len(set(types)) != len(types):
        wrong.append("p twice in a measInfo")
    if types and info.find("{*}measTypes") is not None:
        wrong.append("measTypes beside measType")
    for value in info.findall("{*}measValue"):
        results = [r.get("p") for r in value.findall("{*}r")]
        if len(set(results)) != len(results) or not set(results) <= set(types):
            wrong.append("p of r that is twice or of no type")
        if results and value.find("{*}measResults") is not None:
            wrong.append("r beside measResults")


def nanoseconds(text):
    """UTC nanoseconds since 1970 of a time with Z."""
    year, month, day, hour, minute, second, fraction, zone = TIME.match(text).groups()
    assert zone == "Z", text
    at = datetime.datetime(int(year), int(month), int(day), int(hour), int(minute), int(second))
    seconds = (at - datetime.datetime(1970, 1, 1)) // datetime.timedelta(seconds=1)
    return seconds * 10**9 + int(((fraction or ".")[1:] + "0" * 9)[:9])


def dn_parts(text):
    """A distinguished name as pairs of class and value in bytes, RFC 4514."""
    parts, value, field, i = [], b"", None, 0
    while i < len(text):
        c = text[i]
        if c == "\\":
            pair = text[i + 1:i + 3]
            if re.match(r"[0-9A-Fa-f]{2}$", pair):
                value += bytes.fromhex(pair)
                i += 3
                continue
            value += text[i + 1].encode()
            i += 2
            continue
        if c == "=" and field is None:
            field, value = value.decode(), b""
        elif c == ",":
            parts.append((field, value))
            field, value = None, b""
        else:
            value += c.encode()
        i += 1
    return tuple(parts + [(field, value)])


def read(path):
    """begin, end (UTC ns), {(object, measurement type): value}, {object: suspect} of one file of one period."""
    root = ET.parse(path).getroot()
    wrong = check_shape(root)
    if wrong:
        raise ValueError("%s: %s" % (path, "; ".join(wrong[:5])))
    header = root.find("{*}fileHeader")[1]
    begin, end = nanoseconds(header.get("beginTime")), nanoseconds(root.find("{*}fileFooter")[0].get("endTime"))
    values, suspects = {}, {}
    for data in root.findall("{*}measData"):
        element = dn_parts(data[0].get("localDn"))
        for info in data.findall("{*}measInfo"):
            period = info.find("{*}granPeriod")
            duration = re.match(r"PT(\d+)(\.\d+)?S$", period.get("duration"))
            length = int(duration[1]) * 10**9 + int(((duration[2] or ".")[1:] + "0" * 9)[:9])
            if nanoseconds(period.get("endTime")) != end or length != end - begin:
                raise ValueError("%s: a measInfo of another period" % path)
            types = {t.get("p"): t.text for t in info.findall("{*}measType")}
            for value in info.findall("{*}measValue"):
                dn = dn_parts(value.get("measObjLdn"))
                if dn[:1] != element:
                    raise ValueError("%s: %s is not below %s" % (path, dn, element))
                suspects[dn] = suspects.get(dn, False) or value.findtext("{*}suspect") == "true"
                for r in value.findall("{*}r"):
                    key = (dn, types[r.get("p")])
                    if key in values:
                        raise ValueError("%s: %s twice" % (path, key))
                    values[key] = float(r.text)
    return begin, end, values, suspects
