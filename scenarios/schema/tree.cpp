// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/tree.h"

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <map>
#include <sstream>
#include <unordered_set>

namespace celltwin::scenario {
namespace {

std::size_t nodeCount(const Node& node) {
    std::size_t n = 1;
    for (const Node& item : node.items) n += nodeCount(item);
    for (const Entry& entry : node.entries) n += nodeCount(entry.value);
    return n;
}

int heightOf(const Node& node) {
    int height = 0;
    for (const Node& item : node.items) height = std::max(height, heightOf(item));
    for (const Entry& entry : node.entries) height = std::max(height, heightOf(entry.value));
    return height + 1;
}

[[noreturn]] void raiseAt(Findings& findings, const Mark& mark, std::string message, std::string hint = {}) {
    findings.add(mark, std::move(message), std::move(hint));
    findings.raiseIfAny();
    throw ConfigError("unreachable: a finding was added");
}

/// Builds the tree from yaml-cpp's events; nodes are owned by the stack until they are complete.
class TreeBuilder final : public YAML::EventHandler {
  public:
    TreeBuilder(int source, Findings& findings) : source_(source), findings_(findings) {}

    Node take() { return std::move(root_); }

    void OnDocumentStart(const YAML::Mark& mark) override {
        if (documents_++ > 0)
            raiseAt(findings_, at(mark, 3), "a second document begins here: a scenario file holds one",
                    "remove the '---' and what follows");
    }
    void OnDocumentEnd() override {}
    void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        Node node;
        node.mark = at(mark, 1);
        complete(std::move(node), anchor);
    }
    void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
        const auto found = anchors_.find(anchor);
        if (found == anchors_.end()) raiseAt(findings_, at(mark, 1), "this alias stands for itself");
        if (static_cast<int>(stack_.size()) + found->second.height > kMaxDepth) tooDeep(at(mark, 1));
        alias_nodes_ += found->second.count;
        if (alias_nodes_ > kMaxAliasNodes)
            raiseAt(findings_, at(mark, 1),
                    "aliases expand to more than " + std::to_string(kMaxAliasNodes) + " values");
        complete(Node(found->second.node), 0);
    }
    void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  const std::string& value) override {
        Node node;
        node.kind = Node::Kind::scalar;
        node.quoted = tag == "!";
        node.text = value;
        node.mark = at(mark, value.size() + (node.quoted ? 2 : 0));
        refuseTag(tag, node.mark);
        complete(std::move(node), anchor);
    }
    void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override {
        open(Node::Kind::sequence, mark, tag, anchor);
    }
    void OnSequenceEnd() override { close(); }
    void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override {
        open(Node::Kind::map, mark, tag, anchor);
    }
    void OnMapEnd() override { close(); }

  private:
    struct Frame {
        Node node;
        YAML::anchor_t anchor = 0;
        bool has_key = false;
        std::string key;
        Mark key_mark;
        std::unordered_set<std::string> keys;
    };
    struct Anchored {
        Node node;
        std::size_t count;
        int height;
    };

    Mark at(const YAML::Mark& mark, std::size_t length) const {
        return findings_.markAt(source_, mark.line, mark.column, length);
    }
    void tooDeep(const Mark& mark) {
        raiseAt(findings_, mark, "nested deeper than " + std::to_string(kMaxDepth) + " levels");
    }
    void refuseTag(const std::string& tag, const Mark& mark) {
        if (!tag.empty() && tag != "?" && tag != "!")
            raiseAt(findings_, mark, "the tag " + quotedText(tag) + " is not known: scenarios use no tags");
    }
    void open(Node::Kind kind, const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor) {
        Frame frame;
        frame.node.kind = kind;
        frame.node.mark = at(mark, 1);
        frame.anchor = anchor;
        refuseTag(tag, frame.node.mark);
        if (static_cast<int>(stack_.size()) >= kMaxDepth) tooDeep(frame.node.mark);
        if (!stack_.empty() && stack_.back().node.kind == Node::Kind::map && !stack_.back().has_key)
            raiseAt(findings_, frame.node.mark, "a key must be a word, not a list or a mapping");
        stack_.push_back(std::move(frame));
    }
    void close() {
        Frame frame = std::move(stack_.back());
        stack_.pop_back();
        complete(std::move(frame.node), frame.anchor);
    }
    void complete(Node node, YAML::anchor_t anchor) {
        if (anchor != 0) anchors_[anchor] = {node, nodeCount(node), heightOf(node)};
        if (stack_.empty()) {
            root_ = std::move(node);
            return;
        }
        Frame& parent = stack_.back();
        if (parent.node.kind == Node::Kind::sequence) {
            parent.node.items.push_back(std::move(node));
        } else if (!parent.has_key) {
            takeKey(parent, node);
        } else {
            parent.has_key = false;
            if (parent.keys.insert(parent.key).second)
                parent.node.entries.push_back({std::move(parent.key), parent.key_mark, std::move(node)});
            else
                findings_.add(parent.key_mark, "key " + quotedText(parent.key) + " is given twice");
        }
    }
    void takeKey(Frame& parent, const Node& node) {
        if (node.kind != Node::Kind::scalar)
            raiseAt(findings_, node.mark, "a key must be a word, not a list, a mapping or nothing");
        parent.has_key = true;
        parent.key = node.text;
        parent.key_mark = node.mark;
    }

    int source_;
    Findings& findings_;
    int documents_ = 0;
    std::size_t alias_nodes_ = 0;
    Node root_;
    std::vector<Frame> stack_;
    std::map<YAML::anchor_t, Anchored> anchors_;
};

}  // namespace

const Entry* Node::find(std::string_view key) const {
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const Entry& e) { return e.key == key; });
    return found == entries.end() ? nullptr : &*found;
}

Entry* Node::find(std::string_view key) {
    return const_cast<Entry*>(static_cast<const Node*>(this)->find(key));
}

Node parseTree(const std::string& text, int source, Findings& findings) {
    TreeBuilder builder(source, findings);
    try {
        std::istringstream stream(text);
        YAML::Parser parser(stream);
        if (!parser.HandleNextDocument(builder))
            raiseAt(findings, findings.markAt(source, 0, 0, 1), "there is nothing in it",
                    "'celltwin schema scenario' shows the keys");
        Node root = builder.take();
        parser.HandleNextDocument(builder);
        return root;
    } catch (const YAML::Exception& e) {
        raiseAt(findings, findings.markAt(source, std::max(0, e.mark.line), e.mark.column, 1),
                "not valid YAML: " + e.msg);
    }
}

}  // namespace celltwin::scenario
