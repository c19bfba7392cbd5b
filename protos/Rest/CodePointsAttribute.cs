using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Protos.Rest;

/// <summary>
/// Bounds the length of a text in Unicode code points, so that a character outside the basic plane counts once, and refuses
/// NUL and lone surrogates, which no store and no wire format of this system can hold.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class CodePointsAttribute : StringLengthAttribute
{
    /// <summary>Bounds a length.</summary>
    /// <param name="minimum">The least number of code points.</param>
    /// <param name="maximum">The largest number of code points.</param>
    public CodePointsAttribute(int minimum, int maximum)
        : base(maximum) => MinimumLength = minimum;

    /// <summary>Bounds a length from below alone.</summary>
    /// <param name="minimum">The least number of code points.</param>
    public CodePointsAttribute(int minimum)
        : this(minimum, int.MaxValue)
    {
    }

    /// <inheritdoc/>
    public override bool IsValid(object? value) => value is not string text || Problem(text) is null;

    /// <inheritdoc/>
    protected override ValidationResult? IsValid(object? value, ValidationContext validationContext)
    {
        if (value is not string text)
            return ValidationResult.Success;

        var problem = Problem(text);
        return problem is null ? ValidationResult.Success : new ValidationResult(problem, [validationContext.MemberName!]);
    }

    private string? Problem(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (!text.IsEmpty)
        {
            if (System.Text.Rune.DecodeFromUtf16(text, out var rune, out var used) != System.Buffers.OperationStatus.Done)
                return "must not hold a lone surrogate";
            if (rune.Value == 0)
                return "must not hold the NUL character";
            text = text[used..];
            count++;
        }

        if (count >= MinimumLength && count <= MaximumLength)
            return null;
        return MaximumLength == int.MaxValue
            ? $"must have {MinimumLength} characters or more, and has {count}"
            : $"must have {MinimumLength} to {MaximumLength} characters, and has {count}";
    }
}
