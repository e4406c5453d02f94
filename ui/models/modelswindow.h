#pragma once

#include "core/edit/modelregistry.h"
#include "ui/models/modelpage.h"
#include "ui/settings/modelshelf.h"

#include <QDialog>

#include <map>

class QLabel;
class QListWidget;
class QPushButton;

namespace focal {

class Dialogs;

/// The models: built in and added, what they are, and how they are run. Stays open beside the main window.
class ModelsWindow : public QDialog
{
    Q_OBJECT

public:
    /// All live as long as this. @param hasTokenizer  Focal brings one for models that have none
    ModelsWindow(ModelShelf& shelf, Dialogs& dialogs, bool hasTokenizer, QWidget* parent = nullptr);
    ~ModelsWindow() override;

    /// The built-in models, which stand first. Those of the shelf follow.
    void setBuiltIn(const ModelRegistry& models);
    /// @param id  of the model in use; @param loading  of the one that is being loaded, or empty
    void setInUse(const QString& id, const QString& loading);
    void select(const QString& id);
    QString selected() const;
    ModelInspector& inspector() { return m_inspector; }
    ModelPage* page() const { return m_page; }
    QString error() const; ///< What stands below the list; empty for nothing.

    void addFolder();
    void addFiles();

Q_SIGNALS:
    void useRequested(const QString& id);

protected:
    void changeEvent(QEvent* event) override;

private:
    ModelShelf& m_shelf;
    Dialogs& m_dialogs;
    ModelInspector m_inspector;
    ModelRegistry m_builtIn;
    QString m_inUse;
    QString m_loading;
    std::map<QString, ModelInspection> m_inspections;
    QListWidget* m_list = nullptr;
    QPushButton* m_addFolder = nullptr;
    QPushButton* m_addFiles = nullptr;
    QLabel* m_error = nullptr;
    ModelPage* m_page = nullptr;
    QString m_lastFolder;

    QWidget* makeLeft();
    void connectPage();
    void connectInspector();
    void rebuildList();
    void showSelected();
    void inspectSelected();
    void choosePart(std::optional<ModelPart> part);
    void setError(const QString& message);
    void rememberFolder(const QStringList& paths);
    ModelFacts factsOf(const QString& id) const;
    void retranslate();
};

} // namespace focal
