using System.Collections.Concurrent;
using System.Text.Json;

namespace MctsAspire.Gateway.Tests.Fuzzing;

/// <summary>Sends many cases, each from a seed of its own, and checks what holds for all of them.</summary>
/// <param name="address">The Gateway.</param>
/// <param name="make">Makes the case of a seed.</param>
internal sealed class FuzzRun(Uri address, Func<Random, FuzzCase> make)
{
    private const int Clients = 8;

    private readonly FuzzConnection _connection = new(address);
    private int _answers;
    private int _allowed;

    /// <summary>Answers by status.</summary>
    public ConcurrentDictionary<int, int> Statuses { get; } = new();

    /// <summary>Answers in all.</summary>
    public int Answers => _answers;

    /// <summary>Requests that may have reached the Orchestrator, at most.</summary>
    public int Allowed => _allowed;

    /// <summary>Sends the cases of the seeds from <paramref name="first"/> on.</summary>
    public async Task SendAsync(int first, int count)
    {
        var next = first - 1;
        await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => Task.Run(async () =>
        {
            for (var seed = Interlocked.Increment(ref next); seed < first + count; seed = Interlocked.Increment(ref next))
                await SendAsync(seed);
        })));
    }

    private async Task SendAsync(int seed)
    {
        var given = make(new Random(seed));
        Interlocked.Add(ref _allowed, given.Requests);
        try
        {
            var answers = await _connection.SendAsync(given);
            foreach (var answer in answers)
                Check(answer);
            if (given.IsWhole)
                answers.Count.ShouldBe(Math.Max(1, given.Requests));
        }
        catch (Exception failure)
        {
            throw new InvalidOperationException($"Seed {seed}: {failure.Message}\n{given.Replay}", failure);
        }
    }

    private void Check(HttpAnswer answer)
    {
        Interlocked.Increment(ref _answers);
        Statuses.AddOrUpdate(answer.Status, 1, static (_, count) => count + 1);
        answer.Status.ShouldBeLessThan(500, answer.Head + System.Text.Encoding.UTF8.GetString(answer.Body));
        answer.Head.ShouldNotContain("\r\nServer:", Case.Insensitive);
        if (answer.Status < 400 || answer.Body.Length == 0)
            return;
        var error = JsonElement.Parse(answer.Body).GetProperty("error");
        (error.ValueKind is JsonValueKind.True or JsonValueKind.Object).ShouldBeTrue();
    }
}
