using System.Globalization;

namespace MctsAspire.MetaControllerService.Training.Sessions;

/// <summary>When a model was made, for its metadata: <c>SOURCE_DATE_EPOCH</c> (seconds since 1970, see reproducible-builds.org) when it is set, so that the same run gives the same bytes, else now.</summary>
internal static class CreationTime
{
    private const string Variable = "SOURCE_DATE_EPOCH";

    /// <summary>The time.</summary>
    /// <exception cref="TrainingException">The variable is set to something else than a number of seconds.</exception>
    public static DateTimeOffset Of(IConfiguration configuration, TimeProvider time)
    {
        if (configuration[Variable] is not { Length: > 0 } text)
            return time.GetUtcNow();
        var most = DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds) && seconds <= most
            ? DateTimeOffset.FromUnixTimeSeconds(seconds)
            : throw new TrainingException($"{Variable} must be a whole number of seconds since 1970, from 0 to {most}, or be unset.");
    }
}
