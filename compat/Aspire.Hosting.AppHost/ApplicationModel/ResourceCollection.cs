using System.Collections.ObjectModel;

namespace Aspire.Hosting.ApplicationModel;

/// <inheritdoc/>
internal sealed class ResourceCollection : Collection<IResource>, IResourceCollection;
