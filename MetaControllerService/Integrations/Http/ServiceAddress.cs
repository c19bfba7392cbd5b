using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.MetaControllerService.Integrations.Http;

/// <summary>Where a service outside is, and who asks it.</summary>
/// <param name="Service">Its name, as <c>pinecone</c>.</param>
/// <param name="Base">Its address.</param>
/// <param name="Key">The key.</param>
/// <param name="AddressName">The variable of the address, for messages.</param>
/// <param name="KeyName">The variable of the key, for messages.</param>
internal sealed record ServiceAddress(string Service, Uri Base, Secret Key, string AddressName, string KeyName)
{
    /// <summary>The address of a path on the service.</summary>
    /// <param name="path">The path and query, without a slash in front.</param>
    public Uri At(string path) => new(Base.AbsoluteUri.TrimEnd('/') + "/" + path);
}
