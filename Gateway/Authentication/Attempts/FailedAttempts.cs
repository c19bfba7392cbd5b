using System.Security.Cryptography;

namespace MctsAspire.Gateway.Authentication.Attempts;

/// <summary>
/// Counts failed attempts by address, in a table whose size never changes. An address may fail so often at once, and gets one more attempt back after each equal part of a minute; kept
/// is only the time at which it will have all of them back. When a row of the table is full, the address with the fewest failures makes room.
/// </summary>
internal sealed class FailedAttempts
{
    private const int Rows = 8192;
    private const int Ways = 8;
    private const int Locks = 64;

    private readonly TimeProvider _time;
    private readonly ulong[] _addresses = new ulong[Rows * Ways];
    private readonly long[] _restored = new long[Rows * Ways];
    private readonly Lock[] _locks = [.. Enumerable.Range(0, Locks).Select(_ => new Lock())];
    private readonly ulong _salt = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong)));
    private readonly long _step;
    private readonly long _burst;
    private readonly long _start;

    /// <param name="perMinute">Failures that an address may have in a minute before it is turned away.</param>
    /// <param name="time">The clock.</param>
    public FailedAttempts(int perMinute, TimeProvider time)
    {
        _time = time;
        _step = TimeSpan.FromMinutes(1).Ticks / perMinute;
        _burst = _step * perMinute;
        _start = time.GetTimestamp();
    }

    /// <summary>Whether an address has no attempt left, and when it has one again.</summary>
    public bool IsBlocked(ulong address, out TimeSpan retryAfter)
    {
        var row = RowOf(address);
        var now = Now;
        lock (_locks[row % Locks])
        {
            var place = PlaceOf(address, row);
            var excess = place < 0 ? 0 : _restored[place] + _step - _burst - now;
            retryAfter = TimeSpan.FromTicks(Math.Max(0, excess));
            return excess > 0;
        }
    }

    /// <summary>An attempt failed.</summary>
    public void Count(ulong address)
    {
        var row = RowOf(address);
        var now = Now;
        lock (_locks[row % Locks])
        {
            var place = PlaceOf(address, row);
            if (place < 0)
            {
                place = Emptiest(row);
                (_addresses[place], _restored[place]) = (address, 0);
            }

            // Never further away than a whole minute, so that an address is not turned away for longer, however much it sends.
            _restored[place] = Math.Min(Math.Max(_restored[place], now) + _step, now + _burst);
        }
    }

    // From 1 on, so that a place never used is one whose attempts are long back.
    private long Now => _time.GetElapsedTime(_start).Ticks + 1;

    private int RowOf(ulong address)
    {
        // Who doesn't know the salt can't choose addresses of one row.
        var mixed = (address ^ _salt) * 0x9e37_79b9_7f4a_7c15;
        mixed = (mixed ^ (mixed >> 32)) * 0xd6e8_feb8_6659_fd93;
        return (int)(mixed >> 51);
    }

    private int PlaceOf(ulong address, int row)
    {
        for (var place = row * Ways; place < (row + 1) * Ways; place++)
        {
            if (_addresses[place] == address && _restored[place] > 0)
                return place;
        }

        return -1;
    }

    private int Emptiest(int row)
    {
        var emptiest = row * Ways;
        for (var place = emptiest + 1; place < (row + 1) * Ways; place++)
        {
            if (_restored[place] < _restored[emptiest])
                emptiest = place;
        }

        return emptiest;
    }
}
