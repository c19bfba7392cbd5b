namespace MctsAspire.MetaControllerService.Integrations.Outboxes;

/// <summary>Reads an outbox from a sequence on. It remembers where it was, so that reading on costs nothing but the lines that follow.</summary>
/// <param name="outbox">The outbox.</param>
internal sealed class OutboxReader(Outbox outbox)
{
    private OutboxSegment? _segment;
    private long _sequence;
    private long _offset;

    /// <summary>The lines from a sequence on that are on disk: of one segment, at most so many and so many bytes, but at least one when there is one.</summary>
    /// <param name="from">The sequence; when its line is gone, reading begins at the oldest that is kept.</param>
    /// <param name="records">How many at most.</param>
    /// <param name="bytes">How many bytes at most.</param>
    public IReadOnlyList<OutboxRecord> Read(long from, int records, int bytes)
    {
        while (true)
        {
            from = Math.Max(from, outbox.First);
            if (from >= outbox.Next)
                return [];
            try
            {
                var segment = outbox.SegmentOf(from);
                var found = Read(segment, from, records, bytes);
                if (found.Count > 0 || outbox.SegmentBehind(segment) is not { } following)
                    return found;
                // Lines that a power cut took leave a gap between two segments.
                from = following.First;
            }
            catch (FileNotFoundException)
            {
                // It went to make room for newer ones just now.
            }
        }
    }

    private List<OutboxRecord> Read(OutboxSegment segment, long from, int records, int bytes)
    {
        if (_segment != segment || from < _sequence)
            (_segment, _sequence, _offset) = (segment, segment.First, 0);
        using var file = new FileStream(segment.Path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 0);
        file.Position = _offset;
        var found = new List<OutboxRecord>();
        var end = outbox.Next;
        var total = 0;
        foreach (var line in Lines(file))
        {
            if (_sequence >= end || (found.Count > 0 && (found.Count == records || total + line.Length > bytes)))
                break;
            if (_sequence >= from)
            {
                found.Add(OutboxRecord.Parse(_sequence, line));
                total += line.Length;
            }

            _sequence++;
            _offset += line.Length + 1;
        }

        return found;
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Lines(FileStream file)
    {
        var buffer = new byte[64 * 1024];
        var (start, length) = (0, 0);
        while (true)
        {
            var end = buffer.AsSpan(start, length).IndexOf((byte)'\n');
            if (end >= 0)
            {
                yield return buffer.AsMemory(start, end);
                (start, length) = (start + end + 1, length - end - 1);
                continue;
            }

            buffer.AsSpan(start, length).CopyTo(buffer);
            start = 0;
            if (length == buffer.Length)
                Array.Resize(ref buffer, buffer.Length * 2);
            var read = file.Read(buffer, length, buffer.Length - length);
            if (read == 0)
                yield break;
            length += read;
        }
    }
}
