using System.Globalization;

namespace Grpc.Net.Client.Wire;

/// <summary>The value of <c>grpc-timeout</c>: one to eight digits and a unit.</summary>
internal static class TimeoutHeader
{
    private const int MaxDigits = 8;
    private const long MaxValue = 99_999_999;

    /// <summary>Reads a value; nanoseconds are rounded up to the 100 ns that a <see cref="TimeSpan"/> can hold.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out TimeSpan timeout)
    {
        timeout = default;
        if (text.Length is < 2 or > MaxDigits + 1 || !long.TryParse(text[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out var value))
            return false;

        var ticks = text[^1] switch
        {
            'H' => value * TimeSpan.TicksPerHour,
            'M' => value * TimeSpan.TicksPerMinute,
            'S' => value * TimeSpan.TicksPerSecond,
            'm' => value * TimeSpan.TicksPerMillisecond,
            'u' => value * TimeSpan.TicksPerMicrosecond,
            'n' => (value + TimeSpan.NanosecondsPerTick - 1) / TimeSpan.NanosecondsPerTick,
            _ => -1,
        };
        timeout = new TimeSpan(Math.Max(ticks, 0));
        return ticks >= 0;
    }

    /// <summary>Writes a value in the finest unit that has room for it, rounded up so that the server never gives up first.</summary>
    public static string Format(TimeSpan timeout)
    {
        var ticks = Math.Max(timeout.Ticks, 1);
        if (ticks <= MaxValue / TimeSpan.NanosecondsPerTick)
            return Text(ticks * TimeSpan.NanosecondsPerTick, 'n');
        if (Units(ticks, TimeSpan.TicksPerMicrosecond) is var micros and <= MaxValue)
            return Text(micros, 'u');
        if (Units(ticks, TimeSpan.TicksPerMillisecond) is var millis and <= MaxValue)
            return Text(millis, 'm');
        if (Units(ticks, TimeSpan.TicksPerSecond) is var seconds and <= MaxValue)
            return Text(seconds, 'S');
        return Units(ticks, TimeSpan.TicksPerMinute) is var minutes and <= MaxValue
            ? Text(minutes, 'M')
            : Text(Math.Min(Units(ticks, TimeSpan.TicksPerHour), MaxValue), 'H');
    }

    private static long Units(long ticks, long ticksPerUnit) => (ticks / ticksPerUnit) + (ticks % ticksPerUnit == 0 ? 0 : 1);

    private static string Text(long value, char unit) => string.Create(CultureInfo.InvariantCulture, $"{value}{unit}");
}
