namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>Finds all of many phrases in one pass over a text, whatever the text is (Aho and Corasick 1975).</summary>
internal sealed class PhraseAutomaton
{
    /// <summary>The state before the first character.</summary>
    public const int Start = 0;

    private readonly ushort[] _symbols = new ushort[char.MaxValue + 1];
    private readonly int _width;
    private readonly int[] _next;
    private readonly int[][] _ending;

    /// <param name="phrases">The phrases; each is known by its place.</param>
    public PhraseAutomaton(IReadOnlyList<string> phrases)
    {
        // 0: a character that no phrase has.
        ushort symbols = 0;
        foreach (var unit in phrases.SelectMany(phrase => phrase).Distinct())
            _symbols[unit] = ++symbols;
        _width = symbols + 1;

        var trie = new List<int[]> { new int[_width] };
        var ending = new List<List<int>> { new() };
        for (var i = 0; i < phrases.Count; i++)
        {
            var state = 0;
            foreach (var unit in phrases[i])
            {
                ref var next = ref trie[state][_symbols[unit]];
                if (next == 0)
                {
                    next = trie.Count;
                    trie.Add(new int[_width]);
                    ending.Add([]);
                }

                state = next;
            }

            ending[state].Add(i);
        }

        Complete(trie, ending);
        _next = [.. trie.SelectMany(row => row)];
        _ending = [.. ending.Select(phrases => phrases.ToArray())];
    }

    /// <summary>The state after one more character.</summary>
    public int After(int state, char unit) => _next[(state * _width) + _symbols[unit]];

    /// <summary>The phrases that end in a state.</summary>
    public ReadOnlySpan<int> EndingIn(int state) => _ending[state];

    /// <summary>Lets a state go on as the longest of its ends that is a beginning would, breadth first so that those are complete.</summary>
    private static void Complete(List<int[]> trie, List<List<int>> ending)
    {
        var shorter = new int[trie.Count];
        var waiting = new Queue<int>([0]);
        while (waiting.TryDequeue(out var state))
        {
            var row = trie[state];
            var fallback = trie[shorter[state]];
            for (var symbol = 0; symbol < row.Length; symbol++)
            {
                if (row[symbol] == 0)
                {
                    row[symbol] = state == 0 ? 0 : fallback[symbol];
                    continue;
                }

                var child = row[symbol];
                shorter[child] = state == 0 ? 0 : fallback[symbol];
                ending[child].AddRange(ending[shorter[child]]);
                waiting.Enqueue(child);
            }
        }
    }
}
