#pragma once

namespace focal {

class AdjustPanel;
class CanvasView;
class InstructionBar;
class LookedAtPanel;
class QueueView;
class ReferenceStrip;
class TurnsPanel;

/// The parts of the window that the controllers drive. All live as long as the window.
struct Views
{
    CanvasView* canvas = nullptr;
    ReferenceStrip* references = nullptr;
    TurnsPanel* turns = nullptr;
    QueueView* queue = nullptr;
    InstructionBar* bar = nullptr;
    LookedAtPanel* lookedAt = nullptr;
    AdjustPanel* adjust = nullptr;
};

} // namespace focal
