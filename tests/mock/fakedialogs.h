#pragma once

#include "ui/dialogs/dialogs.h"

#include <QStringList>

namespace focal {

/// Answers every question from what the test set, at once, and notes what was asked.
class FakeDialogs : public Dialogs
{
public:
    struct Script
    {
        QString open;        ///< Empty: cancelled.
        QStringList several; ///< Reference pictures. Empty: cancelled.
        QStringList model;   ///< A folder, or files. Empty: cancelled.
        SaveChoice save;     ///< Empty path: cancelled.
        CloseAnswer close = CloseAnswer::Stay;
        bool overwrite = false;
        QStringList asked; ///< "open", "save <suggestion>", "close <name>", "overwrite <path>"
    };
    explicit FakeDialogs(Script* script) : m_script(script) {}

    void askOpen(QWidget*, const QString&, std::function<void(const QString&)> chosen) override
    {
        m_script->asked.append(QStringLiteral("open"));
        if (!m_script->open.isEmpty())
            chosen(m_script->open);
    }
    void askOpenSeveral(QWidget*, const QString&, std::function<void(const QStringList&)> chosen) override
    {
        m_script->asked.append(QStringLiteral("several"));
        if (!m_script->several.isEmpty())
            chosen(m_script->several);
    }
    void askModel(QWidget*, const QString&, bool files,
                  std::function<void(const QStringList&)> chosen) override
    {
        m_script->asked.append(files ? QStringLiteral("model files") : QStringLiteral("model folder"));
        if (!m_script->model.isEmpty())
            chosen(m_script->model);
    }
    void askSave(QWidget*, const QString& suggestion, Settings&,
                 std::function<void(const SaveChoice&)> chosen) override
    {
        m_script->asked.append(QStringLiteral("save ") + suggestion);
        if (!m_script->save.path.isEmpty())
            chosen(m_script->save);
    }
    void askClose(QWidget*, const QString& name, std::function<void(CloseAnswer)> answered) override
    {
        m_script->asked.append(QStringLiteral("close ") + name);
        answered(m_script->close);
    }
    void askOverwrite(QWidget*, const QString& path, std::function<void()> agreed) override
    {
        m_script->asked.append(QStringLiteral("overwrite ") + path);
        if (m_script->overwrite)
            agreed();
    }

private:
    Script* m_script;
};

} // namespace focal
