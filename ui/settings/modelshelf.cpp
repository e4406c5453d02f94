#include "ui/settings/modelshelf.h"

#include "ui/settings/settings.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>

#include <algorithm>

namespace focal {

using namespace Qt::Literals::StringLiterals;

namespace {

QJsonObject toJson(const ModelPlaces& places)
{
    return {{u"whole"_s, places.whole},
            {u"transformer"_s, QJsonArray::fromStringList(places.transformer)},
            {u"textEncoder"_s, QJsonArray::fromStringList(places.textEncoder)},
            {u"vae"_s, QJsonArray::fromStringList(places.vae)},
            {u"tokenizer"_s, places.tokenizer}};
}

QStringList listIn(const QJsonObject& json, const QString& name)
{
    QStringList list;
    for (const auto& value : json.value(name).toArray())
        list << value.toString();
    return list;
}

ModelPlaces placesFrom(const QJsonObject& json)
{
    return {json.value(u"whole"_s).toString(), listIn(json, u"transformer"_s), listIn(json, u"textEncoder"_s),
            listIn(json, u"vae"_s), json.value(u"tokenizer"_s).toString()};
}

QString compact(const QJsonDocument& json)
{
    return QString::fromUtf8(json.toJson(QJsonDocument::Compact));
}

} // namespace

ModelShelf::ModelShelf(Settings& settings, QObject* parent) : QObject(parent), m_settings(settings)
{
    read();
}

const AddedModel* ModelShelf::find(const QString& id) const
{
    const auto found = std::find_if(m_added.begin(), m_added.end(),
                                    [&id](const AddedModel& model) { return model.id == id; });
    return found == m_added.end() ? nullptr : &*found;
}

QString ModelShelf::add(const QString& name, const ModelPlaces& places)
{
    for (const AddedModel& model : m_added) {
        if (model.places == places)
            return model.id;
    }
    QString id = places.whole;
    for (const QStringList& part : {places.transformer, places.textEncoder, places.vae}) {
        if (id.isEmpty())
            id = part.value(0);
    }
    const QString first = id;
    for (int number = 2; find(id); ++number)
        id = QStringLiteral("%1#%2").arg(first).arg(number);
    m_added.push_back({id, name, places});
    writeAdded();
    Q_EMIT
    addedChanged();
    return id;
}

void ModelShelf::setPlaces(const QString& id, const ModelPlaces& places)
{
    for (AddedModel& model : m_added) {
        if (model.id != id || model.places == places)
            continue;
        model.places = places;
        writeAdded();
        Q_EMIT
        addedChanged();
        Q_EMIT
        placesChanged(id);
        return;
    }
}

void ModelShelf::remove(const QString& id)
{
    if (!find(id))
        return;
    m_added.erase(std::remove_if(m_added.begin(), m_added.end(),
                                 [&id](const AddedModel& model) { return model.id == id; }),
                  m_added.end());
    m_set.erase(id);
    writeAdded();
    writeSettings();
    Q_EMIT
    addedChanged();
}

ModelSettings ModelShelf::settingsOf(const QString& id) const
{
    if (const auto set = m_set.find(id); set != m_set.end())
        return set->second;
    ModelSettings settings;
    settings.fixedSeed = !find(id);
    return settings;
}

void ModelShelf::setSettings(const QString& id, const ModelSettings& settings)
{
    if (settingsOf(id) == settings)
        return;
    m_set[id] = settings;
    writeSettings();
    Q_EMIT
    settingsChanged(id);
}

void ModelShelf::read()
{
    const auto json = [this](SettingKey key) {
        return QJsonDocument::fromJson(m_settings.text(key).toUtf8());
    };
    for (const auto& entry : json(SettingKey::AddedModels).array()) {
        const QJsonObject object = entry.toObject();
        AddedModel model{object.value(u"id"_s).toString(), object.value(u"name"_s).toString(),
                         placesFrom(object.value(u"places"_s).toObject())};
        if (!model.id.isEmpty() && !model.places.isEmpty() && !find(model.id))
            m_added.push_back(std::move(model));
    }
    const QJsonObject set = json(SettingKey::ModelSettings).object();
    for (auto entry = set.begin(); entry != set.end(); ++entry)
        m_set[entry.key()] = ModelSettings::fromJson(entry.value().toObject());
}

void ModelShelf::writeAdded()
{
    QJsonArray models;
    for (const AddedModel& model : m_added)
        models.append(
            QJsonObject{{u"id"_s, model.id}, {u"name"_s, model.name}, {u"places"_s, toJson(model.places)}});
    m_settings.setValue(SettingKey::AddedModels, compact(QJsonDocument(models)));
}

void ModelShelf::writeSettings()
{
    QJsonObject all;
    for (const auto& [id, settings] : m_set)
        all.insert(id, settings.toJson());
    m_settings.setValue(SettingKey::ModelSettings, compact(QJsonDocument(all)));
}

} // namespace focal
