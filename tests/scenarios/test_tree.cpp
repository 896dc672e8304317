// SPDX-License-Identifier: BSD-3-Clause
//
// The YAML layer: positions, duplicates, documents, tags, depth, aliases. Expected lines and columns are
// counted by hand in the texts.
#include "helpers.h"
#include "scenarios/schema/tree.h"

namespace celltwin::scenario {
namespace {

using namespace celltwin::scenario::testing;
using ::testing::HasSubstr;

TEST(Tree, KeepsThePlaceOfKeysAndValues) {
    Findings findings;
    const std::string text = "a: 1\nb:\n  c: [x, 'y z']\n";
    const Node root = parseTree(text, findings.addSource("f", text), findings);
    const Entry& c = *root.find("b")->value.find("c");
    EXPECT_EQ(c.key_mark.line, 3);
    EXPECT_EQ(c.key_mark.column, 3);
    ASSERT_EQ(c.value.items.size(), 2U);
    EXPECT_EQ(c.value.items[1].mark.column, 10);
    EXPECT_EQ(c.value.items[1].mark.length, 5);
    EXPECT_TRUE(c.value.items[1].quoted);
}

TEST(Tree, CountsCharactersNotBytes) {
    const std::string said = complaints("näme: x\n" + std::string(kNetwork));
    EXPECT_THAT(said, HasSubstr("t.yaml:1:1: error: unknown key 'näme'"));
    EXPECT_THAT(said, HasSubstr("      | ^~~~ did you mean 'name'?"));
    EXPECT_EQ(findingsOf("name: ä\nrun: {ü: 1}\n" + std::string(kNetwork))[0].where.column, 7);
}

TEST(Tree, RefusesDuplicateKeys) {
    const std::string said = complaints("name: a\nname: b\n" + std::string(kNetwork));
    EXPECT_THAT(said, HasSubstr("t.yaml:2:1: error: key 'name' is given twice"));
}

TEST(Tree, RefusesSecondDocument) {
    EXPECT_THAT(complaints(std::string(kNetwork) + "---\nname: b\n"), HasSubstr("a second document"));
}

TEST(Tree, RefusesTags) {
    EXPECT_THAT(complaints("name: !secret x\n" + std::string(kNetwork)),
                HasSubstr("t.yaml:1:7: error: the tag '!secret' is not known"));
}

TEST(Tree, RefusesDepthAt32) {
    const auto nested = [](int depth) {
        return "name: " + std::string(static_cast<std::size_t>(depth), '[') +
               std::string(static_cast<std::size_t>(depth), ']') + "\n";
    };
    // The root mapping is the first level.
    EXPECT_THAT(complaints(nested(32)), HasSubstr("nested deeper than 32"));
    EXPECT_THAT(complaints(nested(31)), ::testing::Not(HasSubstr("nested deeper")));
    EXPECT_THAT(complaints(nested(200000)), HasSubstr("nested deeper than 32"));
}

TEST(Tree, ExpandsAliasesAndCapsThem) {
    const Scenario s = readText(
        "network:\n  layout: {sites: 1}\n"
        "users: {mobility: [&m {share: 0.5, model: static}, *m]}\n");
    EXPECT_EQ(s.users.mobility.size(), 2U);
    std::string bomb = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char c = 'b'; c < 'j'; ++c) {
        const std::string before(1, static_cast<char>(c - 1));
        bomb += std::string(1, c) + ": &" + c + " [";
        for (int i = 0; i < 10; ++i) bomb += (i == 0 ? "*" : ", *") + before;
        bomb += "]\n";
    }
    EXPECT_THAT(complaints(bomb), HasSubstr("aliases expand to more than 200000"));
    EXPECT_THAT(complaints("a: &a [*a]\n"), HasSubstr("error:"));
}

TEST(Tree, SaysWhereTheYamlIsBroken) {
    const auto found = findingsOf("name: x\nrun: {seed: 1\nusers: {}\n");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_GE(found[0].where.line, 2);
    EXPECT_THAT(found[0].message, HasSubstr("not valid YAML"));
    EXPECT_THAT(complaints(""), HasSubstr("there is nothing in it"));
    EXPECT_THAT(complaints("- a\n- b\n"), HasSubstr("a scenario is a mapping"));
}

}  // namespace
}  // namespace celltwin::scenario
