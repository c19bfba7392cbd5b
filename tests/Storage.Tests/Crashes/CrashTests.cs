using System.Globalization;
using MctsAspire.Testing;

namespace MctsAspire.Storage.Tests.Crashes;

public sealed class CrashTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TemporaryStorage _storage = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _storage.DisposeAsync();

    [Fact]
    public async Task WhatWasAcknowledgedSurvivesAKillAndNothingIsHalfWritten()
    {
        var acknowledged = -1;
        for (var kill = 0; kill < 5; kill++)
        {
            await using (var victim = ChildProcess.Start("dotnet", [typeof(CrashTests).Assembly.Location, _storage.Folder, Text(acknowledged + 1)]))
            {
                var wanted = acknowledged + 3 + kill;
                await victim.WaitForLineAsync(line => line == $"written {wanted}", Patience);
                victim.Signal("KILL");
                await victim.WaitForExitAsync(Patience);
                acknowledged = victim.Lines.Where(line => line.StartsWith("written ", StringComparison.Ordinal))
                    .Max(line => int.Parse(line["written ".Length..], CultureInfo.InvariantCulture));
            }

            await _storage.ReopenAsync();

            var steps = await _storage.Stores.Journal.ListAsync("run", default);
            steps.Count.ShouldBeGreaterThan(acknowledged);
            steps.Select(step => step.Key.Step).ShouldBe(Enumerable.Range(0, steps.Count).Select(round => $"step-{round}"));

            var passages = await _storage.Stores.Documents.SearchAsync(["common"], 10_000, default);
            passages.Count.ShouldBe(Victim.Batch * 20);
            var text = passages.Select(passage => passage.Text).Distinct().ShouldHaveSingleItem();
            int.Parse(text.Split(' ')[0]["round".Length..], CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(acknowledged);
            acknowledged = steps.Count - 1;
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
