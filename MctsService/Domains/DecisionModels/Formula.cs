using System.Globalization;
using MctsAspire.ServiceDefaults.Errors;

namespace MctsAspire.MctsService.Domains.DecisionModels;

/// <summary>
/// A formula over the variables of a compact model: numbers (also as 1.5e-3), names, <c>+ - * / %</c>, <c>&lt; &lt;= &gt; &gt;= == !=</c>, <c>and or not</c>,
/// <c>min(a, b)</c>, <c>max(a, b)</c>, <c>if(test, a, b)</c> and parentheses. A comparison is 1 or 0.
/// </summary>
internal sealed class Formula
{
    private const int MaxLength = 1_000;
    private const int MaxNesting = 64;

    private readonly string _text;
    private readonly string _path;
    private readonly IReadOnlyDictionary<string, int> _variables;
    private int _at;
    private int _nesting;

    private Formula(string text, string path, IReadOnlyDictionary<string, int> variables) => (_text, _path, _variables) = (text, path, variables);

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="path">Its place in the request, for messages.</param>
    /// <param name="variables">The places of the variables by name.</param>
    /// <exception cref="ValidationException">The text is no formula, or names what there isn't.</exception>
    public static Func<int[], double> Parse(string text, string path, IReadOnlyDictionary<string, int> variables)
    {
        if (text.Length > MaxLength)
            throw new ValidationException(path, $"must have at most {MaxLength} characters");
        var parser = new Formula(text, path, variables);
        var value = parser.Or();
        parser.SkipSpace();
        return parser._at == text.Length ? value : throw parser.Unexpected();
    }

    private Func<int[], double> Or()
    {
        if (++_nesting > MaxNesting)
            throw new ValidationException(_path, $"must not be nested deeper than {MaxNesting}");
        var left = And();
        while (TakeWord("or"))
        {
            var (a, b) = (left, And());
            left = at => a(at) != 0 || b(at) != 0 ? 1 : 0;
        }

        _nesting--;
        return left;
    }

    private Func<int[], double> And()
    {
        var left = Not();
        while (TakeWord("and"))
        {
            var (a, b) = (left, Not());
            left = at => a(at) != 0 && b(at) != 0 ? 1 : 0;
        }

        return left;
    }

    private Func<int[], double> Not()
    {
        if (!TakeWord("not"))
            return Comparison();
        if (++_nesting > MaxNesting)
            throw new ValidationException(_path, $"must not be nested deeper than {MaxNesting}");
        var value = Not();
        _nesting--;
        return at => value(at) == 0 ? 1 : 0;
    }

    private Func<int[], double> Comparison()
    {
        var left = Sum();
        foreach (var sign in (ReadOnlySpan<string>)["<=", ">=", "==", "!=", "<", ">"])
        {
            if (!Take(sign))
                continue;
            var right = Sum();
            return sign switch
            {
                "<=" => at => left(at) <= right(at) ? 1 : 0,
                ">=" => at => left(at) >= right(at) ? 1 : 0,
                "==" => at => left(at) == right(at) ? 1 : 0,
                "!=" => at => left(at) != right(at) ? 1 : 0,
                "<" => at => left(at) < right(at) ? 1 : 0,
                _ => at => left(at) > right(at) ? 1 : 0,
            };
        }

        return left;
    }

    private Func<int[], double> Sum()
    {
        var left = Product();
        while (true)
        {
            var a = left;
            if (Take("+"))
            {
                var b = Product();
                left = at => a(at) + b(at);
            }
            else if (Take("-"))
            {
                var b = Product();
                left = at => a(at) - b(at);
            }
            else
            {
                return left;
            }
        }
    }

    private Func<int[], double> Product()
    {
        var left = Factor();
        while (true)
        {
            var a = left;
            if (Take("*"))
            {
                var b = Factor();
                left = at => a(at) * b(at);
            }
            else if (Take("/"))
            {
                var b = Factor();
                left = at => a(at) / b(at);
            }
            else if (Take("%"))
            {
                // The remainder of whole numbers that has the divisor's sign.
                var b = Factor();
                left = at => a(at) - (b(at) * Math.Floor(a(at) / b(at)));
            }
            else
            {
                return left;
            }
        }
    }

    private Func<int[], double> Factor()
    {
        if (Take("-"))
        {
            if (++_nesting > MaxNesting)
                throw new ValidationException(_path, $"must not be nested deeper than {MaxNesting}");
            var value = Factor();
            _nesting--;
            return at => -value(at);
        }

        if (Take("("))
        {
            var value = Or();
            Expect(")");
            return value;
        }

        SkipSpace();
        var from = _at;
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] is '_' or '.'))
            _at++;
        TakeExponent(from);
        var word = _text[from.._at];
        if (word.Length == 0)
            throw Unexpected();
        if (char.IsAsciiDigit(word[0]) || word[0] == '.')
        {
            if (!double.TryParse(word, NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number))
                throw new ValidationException(_path, $"has {word} at character {from + 1}, which is no number");
            return double.IsFinite(number) ? _ => number : throw new ValidationException(_path, $"has {word} at character {from + 1}, which is beyond the largest number, 1.8e308");
        }

        if (word is "min" or "max" or "if")
            return Function(word);
        return _variables.TryGetValue(word, out var place)
            ? at => at[place]
            : throw new ValidationException(_path, $"names {word}, which is no variable; there are {string.Join(", ", _variables.Keys)}");
    }

    // A number that ends in e goes on with the sign and the digits of its exponent.
    private void TakeExponent(int from)
    {
        if (_at == from || !(char.IsAsciiDigit(_text[from]) || _text[from] == '.') || _text[_at - 1] is not ('e' or 'E')
            || _at == _text.Length || _text[_at] is not ('+' or '-'))
            return;
        _at++;
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
            _at++;
    }

    private Func<int[], double> Function(string name)
    {
        Expect("(");
        var first = Or();
        Expect(",");
        var second = Or();
        if (name == "if")
        {
            Expect(",");
            var third = Or();
            Expect(")");
            return at => first(at) != 0 ? second(at) : third(at);
        }

        Expect(")");
        return name == "min" ? at => Math.Min(first(at), second(at)) : at => Math.Max(first(at), second(at));
    }

    private bool Take(string sign)
    {
        SkipSpace();
        if (string.CompareOrdinal(_text, _at, sign, 0, sign.Length) != 0)
            return false;
        _at += sign.Length;
        return true;
    }

    private bool TakeWord(string word)
    {
        var from = _at;
        if (Take(word) && (_at == _text.Length || !(char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')))
            return true;
        _at = from;
        return false;
    }

    private void Expect(string sign)
    {
        if (!Take(sign))
            throw _at < _text.Length ? Unexpected() : new ValidationException(_path, $"ends where {sign} must follow");
    }

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] == ' ')
            _at++;
    }

    private ValidationException Unexpected() => _at < _text.Length
        ? new(_path, $"has an unexpected {_text[_at]} at character {_at + 1}{(_text[_at] == '=' ? "; equality is ==" : "")}")
        : new(_path, "ends where a number or a name must follow");
}
