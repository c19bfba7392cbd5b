using MctsAspire.Neural.Kernels;

namespace MctsAspire.Neural.Inference;

/// <summary>Attention of several sequences that lie one after the other; a part is one head of one sequence. A sequence sees its own tokens only, so that nothing is masked.</summary>
internal readonly unsafe struct AttentionWork : IParallelWork
{
    // Queries whose scores are in working memory at the same time.
    private const int BlockQueries = 64;

    public required KernelSet Kernels { get; init; }

    public required ScratchPool Pool { get; init; }

    public required int Heads { get; init; }

    public required int HeadSize { get; init; }

    /// <summary>Tokens of each sequence.</summary>
    public required int* Lengths { get; init; }

    /// <summary>Tokens of the longest sequence of the call, for the size of the working memory.</summary>
    public required int Longest { get; init; }

    /// <summary>Queries, one row for each token, or one for each sequence.</summary>
    public required float* Queries { get; init; }

    /// <summary>Whether only the first token of each sequence asks.</summary>
    public required bool FirstOnly { get; init; }

    /// <summary>Keys, then values, in one row for each token.</summary>
    public required float* KeysAndValues { get; init; }

    /// <summary>The result, laid out as the queries are.</summary>
    public required float* Context { get; init; }

    private int Size => Heads * HeadSize;

    public void Execute(int part)
    {
        var (sequence, head) = (part / Heads, part % Heads);
        nint start = 0;
        for (var i = 0; i < sequence; i++)
            start += Lengths[i];
        var length = Lengths[sequence];
        var first = ((FirstOnly ? sequence : start) * Size) + (head * HeadSize);
        var keys = KeysAndValues + (start * 2 * Size) + (head * HeadSize);

        // Panels are filled up with zeros, so that whole ones can be multiplied; the scores beyond the sequence are not looked at.
        var padded = Padded(length);
        var buffer = Pool.Rent(ScratchLength);
        var keyPanels = buffer.Start;
        var valuePanels = keyPanels + Kernels.PanelLength(HeadSize, Padded(Longest));
        var scores = valuePanels + Kernels.PanelLength(Longest, Padded(HeadSize));
        Kernels.Pack(keys, 1, 2 * Size, HeadSize, length, keyPanels);
        Kernels.Pack(keys + Size, 2 * Size, 1, length, HeadSize, valuePanels);
        var queries = FirstOnly ? 1 : length;
        for (var query = 0; query < queries; query += BlockQueries)
        {
            var (rows, at) = (Math.Min(BlockQueries, queries - query), first + ((nint)query * Size));
            Kernels.Multiply(new LeftSide(Queries + at, rows, HeadSize, Size), keyPanels, padded, new TileTarget(scores, padded, null, accumulate: false));
            for (var row = 0; row < rows; row++)
                Kernels.Softmax(scores + ((nint)row * padded), length, 1 / MathF.Sqrt(HeadSize));
            Kernels.Multiply(new LeftSide(scores, rows, length, padded), valuePanels, HeadSize, new TileTarget(Context + at, Size, null, accumulate: false));
        }

        Pool.Return(buffer);
    }

    private int ScratchLength =>
        checked(Kernels.PanelLength(HeadSize, Padded(Longest)) + Kernels.PanelLength(Longest, Padded(HeadSize)) + (BlockQueries * Padded(Longest)));

    private int Padded(int count) => (count + Kernels.PanelWidth - 1) / Kernels.PanelWidth * Kernels.PanelWidth;
}
