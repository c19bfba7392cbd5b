using System.Runtime.InteropServices;

namespace MctsAspire.ServiceDefaults.Texts;

/// <summary>
/// Tells which of many turns of phrase a text holds, in one pass whose time grows with the text alone, whatever somebody wrote to make it slow: of each part of a rule only the last place
/// where the parts up to it were found is kept in mind. No earlier one could do what the last can't, since gaps are only bounded from above.
/// </summary>
internal sealed class PhraseMatcher
{
    private const int CharactersBetweenLooks = 16_384;
    private const int Nowhere = -1;

    private static readonly Kind[] Kinds = [.. Enumerable.Range(0, char.MaxValue + 1).Select(KindOf)];

    private readonly PhraseAutomaton _automaton;
    private readonly Phrase[] _phrases;
    private readonly Part[] _parts;
    private readonly PhraseEdges _edges;

    /// <param name="rules">The turns of phrase, folded as the texts are.</param>
    /// <param name="edges">Where in words the phrases count.</param>
    public PhraseMatcher(IEnumerable<PhraseRule> rules, PhraseEdges edges)
    {
        _edges = edges;
        var parts = new List<Part>();
        var partsOf = new Dictionary<string, List<int>>(StringComparer.Ordinal);
        foreach (var rule in rules)
        {
            for (var i = 0; i < rule.Steps.Count; i++)
            {
                foreach (var phrase in rule.Steps[i].Phrases.Split('|'))
                {
                    var places = CollectionsMarshal.GetValueRefOrAddDefault(partsOf, phrase.Replace('_', ' '), out _) ??= [];
                    // The later part first, so that one phrase is not two parts at once.
                    places.Insert(0, parts.Count);
                }

                parts.Add(new Part(rule.Signal, rule.Steps[i].Gap, i == 0, i == rule.Steps.Count - 1, rule.Steps[i].IsCommand));
            }
        }

        _parts = [.. parts];
        _automaton = new PhraseAutomaton([.. partsOf.Keys]);
        _phrases = [.. partsOf.Select(entry => new Phrase(entry.Key.Length, WordsBegunIn(entry.Key), [.. entry.Value]))];
    }

    /// <summary>Adds the signals of a folded text to those that were found already.</summary>
    public void Find(ReadOnlySpan<char> text, HashSet<string> found, CancellationToken cancellationToken)
    {
        var places = new Place[_parts.Length];
        Array.Fill(places, new Place(Nowhere, 0));
        var seen = new Seen();
        var state = PhraseAutomaton.Start;
        for (var i = 0; i < text.Length; i++)
        {
            if (i % CharactersBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var unit = text[i];
            seen.Add(i, Kinds[unit]);
            state = _automaton.After(state, unit);
            foreach (var ending in _automaton.EndingIn(state))
            {
                ref readonly var phrase = ref _phrases[ending];
                var start = i + 1 - phrase.Length;
                if ((_edges != PhraseEdges.Anywhere && IsWithinWord(text, start)) || (_edges == PhraseEdges.WholeWords && IsWithinWord(text, i + 1)))
                    continue;
                var beginsWord = IsOfWord(text[start]) && (start == 0 || !IsOfWord(text[start - 1]));
                var wordsBefore = seen.Words - phrase.WordsInside - (beginsWord ? 1 : 0);
                Meet(phrase, text, start, wordsBefore, seen, i + 1, places, found);
            }
        }
    }

    private void Meet(in Phrase phrase, ReadOnlySpan<char> text, int start, int wordsBefore, in Seen seen, int end, Place[] places, HashSet<string> found)
    {
        bool? isCommand = null;
        foreach (var index in phrase.Parts)
        {
            ref readonly var part = ref _parts[index];
            if (part.IsCommand && !(isCommand ??= Imperatives.BeginAt(text, start)))
                continue;
            if (!part.IsFirst && !Fits(part.Gap, places[index - 1], start, wordsBefore, seen))
                continue;
            if (part.IsLast)
                found.Add(part.Signal);
            else
                places[index] = new Place(end, seen.Words);
        }
    }

    private static bool Fits(in PhraseGap gap, in Place before, int start, int wordsBefore, in Seen seen) =>
        before.End != Nowhere
        && before.End <= start
        && start - before.End <= gap.Characters
        && wordsBefore - before.Words <= gap.Words
        && (gap.OverSentences ? seen.Question : gap.OverPunctuation ? seen.Stop : seen.Punctuation) < before.End;

    private static int WordsBegunIn(string phrase)
    {
        var words = 0;
        for (var i = 1; i < phrase.Length; i++)
            words += IsOfWord(phrase[i]) && !IsOfWord(phrase[i - 1]) ? 1 : 0;
        return words;
    }

    private static bool IsWithinWord(ReadOnlySpan<char> text, int place) => place > 0 && place < text.Length && IsLetter(text[place - 1]) && IsLetter(text[place]);

    private static bool IsLetter(char unit) => Kinds[unit] == Kind.Letter;

    /// <summary>Whether a character is part of a word, as the apostrophe of don't is.</summary>
    private static bool IsOfWord(char unit) => Kinds[unit] <= Kind.Apostrophe;

    private static Kind KindOf(int unit) => (char)unit switch
    {
        '_' => Kind.Letter,
        '\'' => Kind.Apostrophe,
        ' ' => Kind.Space,
        '?' => Kind.Question,
        '.' or '!' or '。' => Kind.Stop,
        var other => char.IsLetterOrDigit(other) ? Kind.Letter : Kind.Mark,
    };

    private enum Kind : byte
    {
        Letter,
        Apostrophe,
        Space,
        Mark,
        Stop,
        Question,
    }

    private readonly record struct Phrase(int Length, int WordsInside, int[] Parts);

    private readonly record struct Part(string Signal, PhraseGap Gap, bool IsFirst, bool IsLast, bool IsCommand);

    /// <summary>Where parts up to one were found last: their end, and the words that had begun by then.</summary>
    private readonly record struct Place(int End, int Words);

    /// <summary>What stood in the text so far: words that began, and the last places of marks.</summary>
    private struct Seen()
    {
        private bool _inWord;

        public int Words;
        public int Punctuation = Nowhere;
        public int Stop = Nowhere;
        public int Question = Nowhere;

        public void Add(int place, Kind kind)
        {
            if (kind <= Kind.Apostrophe)
            {
                if (!_inWord)
                    Words++;
                _inWord = true;
                return;
            }

            _inWord = false;
            if (kind == Kind.Space)
                return;
            Punctuation = place;
            if (kind >= Kind.Stop)
                Stop = place;
            if (kind == Kind.Question)
                Question = place;
        }
    }
}
