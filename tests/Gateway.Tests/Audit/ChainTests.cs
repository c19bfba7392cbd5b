using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Tests.Commands;
using Microsoft.Extensions.Time.Testing;

namespace MctsAspire.Gateway.Tests.Audit;

/// <summary>What tests of chains have in common: a folder, a clock, and somebody who writes and verifies.</summary>
public abstract class ChainTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    private protected string Data => _folder.Path;

    private protected string Folder => AuditFiles.FolderIn(Data);

    private protected IReadOnlyList<string> Files => new AuditLog(Data).Files;

    public void Dispose()
    {
        Dispose(isDisposing: true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool isDisposing) => _folder.Dispose();

    private protected void Write(int count, AuditSettings? settings = null) => Write(Folder, count, settings ?? new AuditSettings());

    private protected void Write(string folder, int count, AuditSettings settings)
    {
        using var chain = AuditChain.TryOpen(folder, "gateway-1", settings, Clock)!;
        for (var i = 0; i < count; i++)
            chain.Append([new TestRecord($"record {i}", Clock.GetUtcNow())]);
    }

    // A line whose own hash is right, as anybody can make one without the secret.
    private protected static string Forge(string line, string previous)
    {
        var content = line[..line.IndexOf(",\"prev\"", StringComparison.Ordinal)] + $",\"prev\":\"{previous}\"";
        return $"{content},\"hash\":\"{TestGateway.HashOf(content)}\"}}";
    }

    private protected Task<(int Code, string Output, string Error)> VerifyAsync() => TestCommand.RunAsync(Data, ["audit", "verify"]);

    private protected Task<(int Code, string Output, string Error)> VerifyAsync(string secret) => TestCommand.RunAsync(Data, ["audit", "verify"], ("Audit:Secret", secret));

    private protected Task<(int Code, string Output, string Error)> VerifyAsync(string option, string value) => TestCommand.RunAsync(Data, ["audit", "verify", option, value]);
}
