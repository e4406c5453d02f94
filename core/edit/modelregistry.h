#pragma once

#include "core/edit/editmodel.h"

#include <functional>
#include <memory>
#include <vector>

namespace focal {

/// A model that can be loaded. Loading may take seconds and happens on a worker thread.
struct ModelEntry
{
    QString id;
    QString name;
    QString description;
    std::function<std::unique_ptr<EditModel>(Job& job)> load; ///< @throws UserError, Cancelled
};

/// The models that this program was built or set up with; filled in app/, read by ui/ and focal-cli.
using ModelRegistry = std::vector<ModelEntry>;

} // namespace focal
