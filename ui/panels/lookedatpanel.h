#pragma once

#include "core/attention/attentionmap.h"
#include "ui/canvas/heatlayer.h"

#include <QList>
#include <QWidget>

#include <optional>
#include <vector>

class QButtonGroup;
class QComboBox;
class QLabel;
class QLayout;
class QProgressBar;
class QPushButton;
class QSlider;
class QToolButton;

namespace focal {

class FlowLayout;
class WordChip;

/// Where the model looked: the instruction with its words as chips. Hovering a chip shows its map at once, a
/// click pins it; several pinned words take different colours.
class LookedAtPanel : public QWidget
{
    Q_OBJECT

public:
    explicit LookedAtPanel(QWidget* parent = nullptr);
    ~LookedAtPanel() override;

    /// What to show of one turn or answer.
    struct Shown
    {
        QString instruction;
        std::vector<AttentionMap> attention;
        std::optional<double> confidence; ///< 0..1; empty where nothing was looked for.
        bool found = true;
        TextSpan target; ///< The words that searched; pinned at first where pinTarget is set.
    };
    void setShown(const Shown& shown);
    void clear();
    /// Whether the target's words are pinned when something new is shown.
    void setPinTarget(bool pin);

    /// The words pinned, or hovered. Hue 0 where it is one, 1.. for several.
    const std::vector<HeatLayer>& heatLayers() const { return m_layers; }
    double opacity() const; ///< 0..1
    void setOpacity(double opacity);
    /// Lifts all pins.
    void unpinAll();

Q_SIGNALS:
    void heatLayersChanged();
    void opacityChanged(double opacity);
    void pointRequested(); ///< "Not this": let the user click the right thing.

protected:
    void changeEvent(QEvent* event) override;

private:
    QLabel* m_title = nullptr;
    QLabel* m_empty = nullptr;
    QWidget* m_body = nullptr;
    FlowLayout* m_flow = nullptr;
    QLabel* m_hint = nullptr;
    QLabel* m_opacityLabel = nullptr;
    QSlider* m_opacity = nullptr;
    QLabel* m_opacityValue = nullptr;
    QLabel* m_confidence = nullptr;
    QProgressBar* m_confidenceBar = nullptr;
    QPushButton* m_point = nullptr;
    QToolButton* m_fold = nullptr;
    QWidget* m_details = nullptr;
    QLabel* m_layerLabel = nullptr;
    QComboBox* m_layer = nullptr;
    QLabel* m_directionLabel = nullptr;
    QButtonGroup* m_direction = nullptr;

    Shown m_shown;
    std::vector<WordChip*> m_chips;
    WordChip* m_hovered = nullptr;
    std::vector<HeatLayer> m_layers;
    bool m_pinTarget = false;

    QLayout* makeOpacityRow();
    QWidget* makeDetails();
    void retranslate();
    void showConfidence();
    void rebuildChips();
    void rebuildLayerChoice();
    void updateLayers();
    std::vector<AttentionMap> mapsInUse() const;
};

} // namespace focal
