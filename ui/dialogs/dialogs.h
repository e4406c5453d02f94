#pragma once

#include "core/image/picturefile.h"

#include <QString>
#include <QStringList>

#include <functional>

class QWidget;

namespace focal {

class Settings;

/// What the window asks its user in windows of their own. Every question is asked without blocking and
/// answered through the callback; a dialog that is closed answers nothing, or Stay. Tests put a scripted one
/// in its place.
class Dialogs
{
public:
    virtual ~Dialogs() = default;

    enum class CloseAnswer {
        Save,
        Discard,
        Stay,
    };
    struct SaveChoice
    {
        QString path;
        SaveOptions options;
    };

    virtual void askOpen(QWidget* parent, const QString& folder,
                         std::function<void(const QString& path)> chosen) = 0;
    /// Several pictures at once. @p chosen is not called for none.
    virtual void askOpenSeveral(QWidget* parent, const QString& folder,
                                std::function<void(const QStringList& paths)> chosen) = 0;
    /// What a model lies in: one folder where @p files is off, else files with weights or a tokenizer.
    virtual void askModel(QWidget* parent, const QString& folder, bool files,
                          std::function<void(const QStringList& paths)> chosen) = 0;
    /// @param suggestion  full path; its ending chooses the format
    virtual void askSave(QWidget* parent, const QString& suggestion, Settings& settings,
                         std::function<void(const SaveChoice&)> chosen) = 0;
    /// One of the two modal questions: the picture called @p name has edits that are in no file.
    virtual void askClose(QWidget* parent, const QString& name,
                          std::function<void(CloseAnswer)> answered) = 0;
    /// The other one: there is a file already. @p agreed is called only for yes.
    virtual void askOverwrite(QWidget* parent, const QString& path, std::function<void()> agreed) = 0;
};

/// The real ones.
class StandardDialogs : public Dialogs
{
public:
    void askOpen(QWidget* parent, const QString& folder, std::function<void(const QString&)> chosen) override;
    void askOpenSeveral(QWidget* parent, const QString& folder,
                        std::function<void(const QStringList&)> chosen) override;
    void askModel(QWidget* parent, const QString& folder, bool files,
                  std::function<void(const QStringList&)> chosen) override;
    void askSave(QWidget* parent, const QString& suggestion, Settings& settings,
                 std::function<void(const SaveChoice&)> chosen) override;
    void askClose(QWidget* parent, const QString& name, std::function<void(CloseAnswer)> answered) override;
    void askOverwrite(QWidget* parent, const QString& path, std::function<void()> agreed) override;
};

} // namespace focal
