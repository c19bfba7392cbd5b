using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using MctsAspire.MetaControllerService.Decisions;
using MctsAspire.MetaControllerService.Integrations.Delivery;
using MctsAspire.MetaControllerService.Integrations.Outboxes;

namespace MctsAspire.MetaControllerService.Integrations.Decisions;

/// <summary>Decisions as lines of an outbox: the same JSON as in the decision log.</summary>
internal static class DecisionLines
{
    /// <summary>The kind of the lines.</summary>
    public const string Kind = "decision";

    /// <summary>What a line tells of a decision.</summary>
    /// <param name="decision">The decision.</param>
    public static JsonElement DataOf(LoggedDecision decision)
    {
        using var document = JsonDocument.Parse(LogLines.Write([decision]));
        return document.RootElement.Clone();
    }

    /// <summary>The decision of a line.</summary>
    /// <param name="record">The line.</param>
    /// <exception cref="DeliveryException">The line holds none.</exception>
    public static LoggedDecision Read(OutboxRecord record) =>
        LogLines.Read(Encoding.UTF8.GetBytes(record.Data.GetRawText())).Entry as LoggedDecision
        ?? throw new DeliveryException(DeliveryFailure.Refused, "The line is no decision.");

    /// <summary>The decisions of lines: of several with one id the last one, which holds.</summary>
    /// <param name="records">The lines.</param>
    /// <exception cref="DeliveryException">A line holds none.</exception>
    public static IEnumerable<(string Id, LoggedDecision Decision)> Read(IReadOnlyList<OutboxRecord> records) =>
        records.Select(record => (record.Id, Decision: Read(record))).GroupBy(line => line.Id).Select(same => same.Last());

    /// <summary>The id of a decision: the run's and its place in it. A run's id that not every service takes is replaced by its hash.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The place.</param>
    public static string IdOf(string run, int step)
    {
        var isPlain = run.All(character => char.IsAsciiLetterOrDigit(character) || character is '-' or '_' or '.');
        return string.Create(CultureInfo.InvariantCulture, $"{(isPlain ? run : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(run))))}:{step}");
    }
}
