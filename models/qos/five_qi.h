#pragma once
namespace celltwin::qos { struct FiveQi{int priority_level=90; double packet_delay_budget_ms=300;}; inline const FiveQi& fiveQi(int) { static const FiveQi f; return f;} }
