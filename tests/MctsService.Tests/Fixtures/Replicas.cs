using MctsAspire.Testing;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Replicas that know each other, each on a port of its own.</summary>
internal sealed class Replicas : IAsyncDisposable
{
    private Replicas(SearchService[] all) => All = all;

    public IReadOnlyList<SearchService> All { get; }

    public SearchService this[int index] => All[index];

    public static async Task<Replicas> StartAsync(int count, params (string Name, string Value)[] settings)
    {
        var ports = Enumerable.Range(0, count).Select(_ => FreePort.Next()).ToArray();
        var replicas = new SearchService[count];
        for (var i = 0; i < count; i++)
            replicas[i] = await SearchService.StartAsync(ports[i], [.. ports.Where(port => port != ports[i])], withLanguage: false, maxConcurrentSearches: 8, settings);
        return new(replicas);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in All)
            await replica.DisposeAsync();
    }
}
