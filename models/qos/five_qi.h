#pragma once
namespace celltwin::qos { struct FiveQi{int priority_level=90; double packet_delay_budget_ms=300;}; const FiveQi& fiveQi(int); }
