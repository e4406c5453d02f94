#pragma once

#include "core/edit/modelregistry.h"
#include "core/weights/modelfiles.h"
#include "ui/models/modelswindow.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <optional>

class QActionGroup;
class QMenu;
class QWidget;

namespace focal {

class Dialogs;
class InstructionBar;
class JobQueue;
class NoticeBar;
class Settings;

/// Makes what can be loaded out of a model that the user added.
using AddedModelEntry =
    std::function<ModelEntry(const QString& id, const QString& name, const ModelPlaces& places)>;

/// Which models there are and which one runs: the model menu, the name in the instruction bar, the Models
/// window, and what happens where one does not load.
class ModelController : public QObject
{
    Q_OBJECT

public:
    struct Sources
    {
        ModelRegistry builtIn; ///< The default one first.
        AddedModelEntry added; ///< May be empty.
        QString tokenizer;     ///< For models that bring none; may be empty.
    };
    /// All live as long as this.
    struct Parts
    {
        JobQueue& queue;
        ModelShelf& shelf;
        Settings& settings;
        Dialogs& dialogs;
        InstructionBar& bar;
        NoticeBar& notices;
        QMenu& menu; ///< The models are put before what stands in it.
        QWidget& window;
    };

    ModelController(Sources sources, const Parts& parts);
    ~ModelController() override;

    /// Loads the model chosen last.
    void start();
    /// Loads a model and remembers it as the chosen one.
    void use(const QString& id);
    void showWindow();
    ModelsWindow* modelsWindow() const { return m_models; }
    void retranslate();

private:
    Sources m_sources;
    Parts m_parts;
    QActionGroup* m_actions = nullptr;
    QPointer<ModelsWindow> m_models;
    QString m_loading; ///< Empty: nothing is being loaded.

    ModelRegistry registry() const;
    void load(const QString& id);
    void connectQueue();
    void rebuildMenu();
    void shelfChanged();
    void failed(const QString& id, const ErrorText& error);
    void update(std::optional<double> loading = std::nullopt);
    QString nameOf(const QString& id) const;
};

} // namespace focal
