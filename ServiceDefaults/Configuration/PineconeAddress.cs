namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>Reads <c>PINECONE_HOST</c>: the key is sent there, so nothing but an index of Pinecone's will do.</summary>
internal static class PineconeAddress
{
    private const string Variable = "PINECONE_HOST";
    private const string Domain = "pinecone.io";

    /// <summary>The address, without a path; null: none is given, or a wrong one, which the reader notes.</summary>
    /// <param name="read">The reader of the settings.</param>
    /// <param name="isDevelopment">Whether a stand-in on this machine is allowed.</param>
    public static Uri? Read(SettingsReader read, bool isDevelopment)
    {
        if (read.Address(Variable) is not { } address)
            return null;
        if (isDevelopment && address.IsLoopback && address.UserInfo.Length == 0)
            return address;
        if (address.Scheme != Uri.UriSchemeHttps || !IsPinecones(address.Host))
            read.Refuse(Variable, "must be an https address under pinecone.io");
        else if (address.UserInfo.Length > 0 || !address.IsDefaultPort || address.PathAndQuery != "/" || address.Fragment.Length > 0)
            read.Refuse(Variable, "must be https:// and the name of the index's host and nothing else: no user, no port, no path, no query");
        else
            return address;
        return null;
    }

    private static bool IsPinecones(string host) =>
        host.Equals(Domain, StringComparison.OrdinalIgnoreCase) || host.EndsWith("." + Domain, StringComparison.OrdinalIgnoreCase);
}
