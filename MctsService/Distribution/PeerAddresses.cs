namespace MctsAspire.MctsService.Distribution;

/// <summary>Where the other replicas speak gRPC.</summary>
internal sealed record PeerAddresses(IReadOnlyList<Uri> All)
{
    // Every replica's address stands under the name of the service.
    private const string Section = "services:mcts:grpc";

    /// <summary>The name of the client of a replica.</summary>
    public static string ClientName(Uri address) => $"mcts peer {address}";

    /// <summary>Reads the addresses that service discovery knows.</summary>
    /// <exception cref="InvalidOperationException">One of them is no address.</exception>
    public static PeerAddresses Read(IConfiguration configuration) => new(
        [.. configuration.GetSection(Section).GetChildren()
            .Select(address => address.Value)
            .OfType<string>()
            .Distinct(StringComparer.Ordinal)
            .Select(address => Uri.TryCreate(address, UriKind.Absolute, out var uri)
                ? uri
                : throw new InvalidOperationException($"{Section} holds {address}, which is no address such as http://mcts-2:8081."))]);
}
