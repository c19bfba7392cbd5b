using MctsAspire.MetaControllerService.Tests.Integrations;
using MctsAspire.MetaControllerService.Tests.Integrations.Servers;
using MctsAspire.MetaControllerService.Training.Data;
using MctsAspire.Testing;

namespace MctsAspire.MetaControllerService.Tests.Commands;

public sealed class ImportPineconeTests : IAsyncLifetime
{
    private const int Decisions = 250;

    private readonly CommandRun _run = new();
    private readonly PineconeServer _pinecone = new();

    public Task InitializeAsync()
    {
        _run.Settings["PINECONE_HOST"] = _pinecone.Address.ToString();
        _run.Settings["PINECONE_API_KEY"] = _pinecone.Key;
        _run.Environment = "Development";
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _run.DisposeAsync();
        await _pinecone.DisposeAsync();
    }

    [Fact]
    public async Task WhatTheServiceSentIsLearnedFrom()
    {
        await SendAsync();

        (await _run.RunAsync("import", "pinecone")).ShouldBe(0, _run.Error);

        _run.Output.ShouldContain($"{Decisions} decisions: artifact ");
        var id = (await _run.Artifacts.ListAsync(TrainingData.Owner, 10, default)).ShouldHaveSingleItem().Id;
        (await _run.RunAsync("train-rnn", "--data_path", id, "--epochs", "1", "--hidden_dim", "4")).ShouldBe(0, _run.Error);
        (await _run.ServedAsync("rnn")).ShouldNotBeNull();
        _pinecone.Complaints.ShouldBeEmpty();
    }

    [Fact]
    public async Task AnEmptyIndexIsRefusedInOneLine()
    {
        (await _run.RunAsync("import", "pinecone")).ShouldBe(1);

        _run.Error.Trim().ShouldBe("error: Pinecone holds no decision that can be learned from.");
    }

    [Fact]
    public async Task AKeyThatIsRefusedIsNamedAndNotShown()
    {
        _run.Settings["PINECONE_API_KEY"] = "pc-another-key-8R";

        (await _run.RunAsync("import", "pinecone")).ShouldBe(1);

        _run.Error.ShouldStartWith("error: Pinecone can't be read: ");
        _run.Error.ShouldContain("PINECONE_API_KEY");
        _run.Error.ShouldNotContain("8R");
        _run.Error.Trim().ShouldNotContain('\n');
    }

    [Fact]
    public async Task WithoutSettingsItSaysWhichAreMissing()
    {
        _run.Settings.Remove("PINECONE_HOST");
        _run.Settings.Remove("PINECONE_API_KEY");

        (await _run.RunAsync("import", "pinecone")).ShouldBe(1);

        _run.Error.ShouldContain("PINECONE_API_KEY and PINECONE_HOST must be set");
    }

    private async Task SendAsync()
    {
        using var folder = new TemporaryFolder();
        await using var outside = await Outside.StartAsync(folder.Path, _pinecone);
        for (var i = 0; i < Decisions; i++)
            await outside.Decisions.AppendAsync(Outside.Decision(i, outcome: i % 4 / 4.0) with { Agents = ["mcts"] }, default);
        await Eventually.HoldsAsync(() => _pinecone.Look(() => _pinecone.Ids().Count) == Decisions);
    }
}
