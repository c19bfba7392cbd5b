using System.CommandLine;
using System.Globalization;
using MctsAspire.Gateway.Audit;
using MctsAspire.Gateway.Authentication;
using MctsAspire.Gateway.Authentication.Administration;
using MctsAspire.Gateway.Authentication.Keys;

namespace MctsAspire.Gateway.Commands;

/// <summary><c>keys add</c>, <c>keys list</c> and <c>keys revoke</c>: who is let in. A running Gateway on the same store sees a change within two seconds.</summary>
internal static class KeysCommand
{
    private const string NotThere = "-";
    private const string NotKept = "not kept";

    public static Command Create(CommandHost host) => new("keys", "Make, list and revoke API keys")
    {
        Add(host),
        List(host),
        Revoke(host),
    };

    private static Command Add(CommandHost host)
    {
        var client = Flags.Client();
        var roles = Flags.RolesOf();
        var expires = Flags.Expires(TimeProvider.System);
        var second = Flags.Limit("--per-second", "Requests in any second", ClientLimits.MostRequests);
        var minute = Flags.Limit("--per-minute", "Requests in any minute", ClientLimits.MostRequests);
        var hour = Flags.Limit("--per-hour", "Requests in any hour", ClientLimits.MostRequests);
        var day = Flags.Limit("--per-day", "Requests in any day", ClientLimits.MostRequests);
        var iterations = Flags.Limit("--iterations-per-day", "Iterations of searches in any day", ClientLimits.MostUnits);
        var tokens = Flags.Limit("--tokens-per-day", "Tokens of language models in any day", ClientLimits.MostUnits);
        var note = Flags.Note();
        var quiet = new Option<bool>("--quiet", "-q") { Description = "Print the key and nothing else" };
        var command = new Command("add", "Make a key and show it, this once") { client, roles, expires, second, minute, hour, day, iterations, tokens, note, quiet };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Error,
            async (services, stopping) =>
            {
                var administration = services.GetRequiredService<KeyAdministration>();
                var limits = new ClientLimits
                {
                    PerSecond = (int?)line.GetValue(second),
                    PerMinute = (int?)line.GetValue(minute),
                    PerHour = (int?)line.GetValue(hour),
                    PerDay = (int?)line.GetValue(day),
                    IterationsPerDay = line.GetValue(iterations),
                    TokensPerDay = line.GetValue(tokens),
                };
                var given = line.GetValue(roles) is { Length: > 0 } some ? some : null;
                var key = await administration.AddAsync(line.GetRequiredValue(client), given, limits, line.GetValue(expires), line.GetValue(note), KeyActor.Command, stopping);

                // The key goes alone to the standard output, so that a script can take it from there.
                await line.InvocationConfiguration.Output.WriteLineAsync(key.Text);
                if (!line.GetValue(quiet))
                {
                    await line.InvocationConfiguration.Error.WriteLineAsync(
                        $"{key.Stored.Id} for {key.Stored.ClientId} ({string.Join(", ", key.Stored.Roles)}), kept in {administration.Place}. {(key.Stored.ExpiresAt is { } end ? $"It ends at {Text(end)}." : "It does not end by itself.")} This is the only time that the key is shown: only its hash is kept.");
                }

                return 0;
            },
            cancellationToken));
        return command;
    }

    private static Command List(CommandHost host)
    {
        var command = new Command("list", "List the keys, without their texts");
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Error,
            async (services, stopping) =>
            {
                var keys = await LoadAsync(services, stopping);
                var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
                string[] head = ["ID", "CLIENT", "ROLES", "STATUS", "CREATED", "EXPIRES", "LAST USED", "LIMITS", "NOTE"];
                await WriteTableAsync(line.InvocationConfiguration.Output, [head, .. keys.Entries.Select(entry => Row(entry, now))]);
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static Command Revoke(CommandHost host)
    {
        var id = new Argument<string>("id") { Description = "The key's id, as keys list shows it (not the key)" };
        var command = new Command("revoke", "Take a key back; a running Gateway stops accepting it within two seconds") { id };
        command.SetAction((line, cancellationToken) => host.RunAsync(
            line.InvocationConfiguration.Error,
            async (services, stopping) =>
            {
                await LoadAsync(services, stopping);
                var revoked = await services.GetRequiredService<KeyAdministration>().RevokeAsync(line.GetRequiredValue(id), KeyActor.Command, stopping);
                await line.InvocationConfiguration.Output.WriteLineAsync($"{revoked.Id} of {revoked.ClientId} is revoked since {Text(revoked.RevokedAt)}");
                return 0;
            },
            cancellationToken));
        return command;
    }

    private static async Task<ApiKeyRegistry> LoadAsync(IServiceProvider services, CancellationToken cancellationToken)
    {
        var keys = services.GetRequiredService<ApiKeyRegistry>();
        await keys.ReloadAsync(cancellationToken);
        return keys.Problem is { } problem ? throw new KeyStoreException(problem) : keys;
    }

    private static string[] Row(KeyEntry entry, DateTimeOffset now) =>
    [
        entry.Key.Id,
        entry.Key.ClientId,
        string.Join(',', entry.Key.Roles),
        KeyDescription.StatusOf(entry.StateAt(now)),
        entry.IsConfigured ? $"{entry.Variable}__Hash" : Text(entry.Key.CreatedAt),
        Text(entry.Key.ExpiresAt),
        // Only the Gateway that runs knows.
        entry.IsConfigured ? NotKept : Text(entry.Use.LastUsed),
        Text(entry.Key.Limits),
        entry.Key.Note ?? NotThere,
    ];

    private static string Text(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? NotThere;

    private static string Text(ClientLimits? limits)
    {
        (string Unit, long? Limit)[] all =
        [
            ("/s", limits?.PerSecond), ("/min", limits?.PerMinute), ("/h", limits?.PerHour), ("/day", limits?.PerDay),
            (" iterations/day", limits?.IterationsPerDay), (" tokens/day", limits?.TokensPerDay),
        ];
        var set = string.Join(", ", all.Where(one => one.Limit is not null).Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Limit}{one.Unit}")));
        return set.Length > 0 ? set : NotThere;
    }

    private static async Task WriteTableAsync(TextWriter output, IReadOnlyList<string[]> rows)
    {
        var widths = Enumerable.Range(0, rows[0].Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
            await output.WriteLineAsync(string.Join("  ", row.Select((cell, column) => cell.PadRight(widths[column]))).TrimEnd());
    }
}
