#pragma once

#include "core/weights/modelfiles.h"
#include "ui/settings/modelsettings.h"

#include <QObject>

#include <map>

namespace focal {

class Settings;

/// A model that the user added.
struct AddedModel
{
    QString id; ///< The path of its folder, or of its transformer.
    QString name;
    ModelPlaces places;

    friend bool operator==(const AddedModel&, const AddedModel&) = default;
};

/// The models that the user added, and how each model is run: kept in the settings file.
class ModelShelf : public QObject
{
    Q_OBJECT

public:
    explicit ModelShelf(Settings& settings, QObject* parent = nullptr);

    const std::vector<AddedModel>& added() const { return m_added; }
    const AddedModel* find(const QString& id) const;

    /// @return its id; that of the model already there where it lies in the same places
    QString add(const QString& name, const ModelPlaces& places);
    void setPlaces(const QString& id, const ModelPlaces& places);
    void remove(const QString& id);

    /// Of any model, added or built in. A model that draws takes another seed for each turn, unless told
    /// otherwise.
    ModelSettings settingsOf(const QString& id) const;
    void setSettings(const QString& id, const ModelSettings& settings);

Q_SIGNALS:
    void addedChanged();                   ///< One came or went.
    void placesChanged(const QString& id); ///< It lies elsewhere: it has to be loaded again.
    void settingsChanged(const QString& id);

private:
    Settings& m_settings;
    std::vector<AddedModel> m_added;
    std::map<QString, ModelSettings> m_set;

    void read();
    void writeAdded();
    void writeSettings();
};

} // namespace focal
