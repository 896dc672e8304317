// SPDX-License-Identifier: BSD-3-Clause
#include "scenarios/schema/overrides.h"

#include <charconv>
#include <optional>

#include "scenarios/schema/shape.h"

namespace celltwin::scenario {
namespace {

std::vector<std::string> splitPath(const std::string& path) {
    std::vector<std::string> steps(1);
    for (const char c : path) {
        if (c == '.')
            steps.emplace_back();
        else
            steps.back() += c;
    }
    return steps;
}

/// The key a step names in any object this shape may be.
const Key* keyAt(const Shape& shape, const std::string& step) {
    if (shape.object != nullptr)
        if (const Key* key = shape.object().find(step)) return key;
    for (const Shape& other : shape.or_else)
        if (const Key* key = keyAt(other, step)) return key;
    return nullptr;
}

std::vector<std::string> namesAt(const Shape& shape) {
    std::vector<std::string> names;
    if (shape.object != nullptr) names = shape.object().names();
    for (const Shape& other : shape.or_else)
        for (const std::string& name : namesAt(other)) names.push_back(name);
    return names;
}

/// Walks one path down tree and table together.
class Walk {
  public:
    Walk(const Override& override, int source, Findings& findings)
        : override_(override), source_(source), findings_(findings) {}

    void put(Node& root, Node value) {
        Node* node = &root;
        Shape shape = objectShape(&scenarioObject);
        std::size_t column = 0;
        for (const std::string& step : splitPath(override_.first)) {
            const Mark mark = findings_.markAt(source_, 0, static_cast<int>(column), step.size());
            node = node->kind == Node::Kind::sequence ? element(*node, shape, step, mark)
                                                      : member(*node, shape, step, mark);
            if (node == nullptr) return;
            column += step.size() + 1;
        }
        *node = std::move(value);
    }

  private:
    Node* element(Node& list, Shape& shape, const std::string& step, const Mark& mark) {
        std::size_t index = 0;
        const auto [end, error] = std::from_chars(step.data(), step.data() + step.size(), index);
        if (error != std::errc{} || end != step.data() + step.size() || index >= list.items.size()) {
            findings_.add(mark,
                          "no entry " + quotedText(step) + " on the path " + quotedText(override_.first),
                          "the list has " + std::to_string(list.items.size()) + " entries, counted from 0");
            return nullptr;
        }
        if (!shape.item.empty()) shape = Shape(shape.item.front());
        return &list.items[index];
    }

    Node* member(Node& node, Shape& shape, const std::string& step, const Mark& mark) {
        const Key* key = keyAt(shape, step);
        if (key == nullptr) {
            const std::vector<std::string> names = namesAt(shape);
            std::string known;
            for (const std::string& name : names) known += (known.empty() ? "" : ", ") + name;
            std::string hint = didYouMean(step, names);
            if (!known.empty()) hint += (hint.empty() ? "(known: " : "  (known: ") + known + ")";
            findings_.add(mark,
                          "unknown key " + quotedText(step) + " on the path " + quotedText(override_.first),
                          hint);
            return nullptr;
        }
        if (node.kind != Node::Kind::map) {
            Node map;
            map.kind = Node::Kind::map;
            map.mark = mark;
            node = std::move(map);
        }
        Entry* entry = node.find(step);
        if (entry == nullptr) {
            node.entries.push_back({step, mark, {}});
            entry = &node.entries.back();
            entry->value.mark = mark;
        }
        shape = Shape(key->shape);
        return &entry->value;
    }

    const Override& override_;
    int source_;
    Findings& findings_;
};

}  // namespace

void applyOverrides(Node& root, const std::vector<Override>& overrides, Findings& findings) {
    for (const Override& override : overrides) {
        // The value is parsed behind its path, so that positions fit what was typed; blanks hide the path.
        const std::string typed = override.first + "=" + override.second;
        const int source = findings.addSource("--set", typed);
        const std::string padded = std::string(override.first.size() + 1, ' ') + override.second;
        Node value;
        if (override.second.empty())
            value.mark = findings.markAt(source, 0, static_cast<int>(override.first.size()), 1);
        else
            value = parseTree(padded, source, findings);
        Walk(override, source, findings).put(root, std::move(value));
    }
}

}  // namespace celltwin::scenario
