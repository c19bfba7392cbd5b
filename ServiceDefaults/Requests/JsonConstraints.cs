using System.Collections;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using ValidationException = MctsAspire.ServiceDefaults.Errors.ValidationException;

namespace MctsAspire.ServiceDefaults.Requests;

/// <summary>Checks the values of a record that was read against the validation attributes of its fields.</summary>
internal static class JsonConstraints
{
    public static void Check(object value, JsonShape shape, string path = "")
    {
        switch (shape.Kind)
        {
            case JsonShapeKind.Object:
                foreach (var field in shape.Fields)
                    CheckField(value, field, path);
                if (value is IValidatableObject whole)
                    CheckWhole(whole, path);
                break;
            case JsonShapeKind.Array when shape.Element!.Kind >= JsonShapeKind.Array:
                var index = 0;
                foreach (var item in (IEnumerable)value)
                    Check(item, shape.Element, JsonPath.Item(path, index++));
                break;
        }
    }

    // What fields may be together.
    private static void CheckWhole(IValidatableObject record, string path)
    {
        foreach (var problem in record.Validate(new ValidationContext(record)))
        {
            var place = string.Concat(problem.MemberNames.Select(StrictJson.Options.PropertyNamingPolicy!.ConvertName));
            throw new ValidationException(place.Length == 0 ? JsonPath.Display(path) : JsonPath.Field(path, place), problem.ErrorMessage!);
        }
    }

    private static void CheckField(object record, JsonField field, string path)
    {
        if (field.Get?.Invoke(record) is not { } value)
            return;

        var place = JsonPath.Field(path, field.Name);
        foreach (var constraint in field.Constraints)
        {
            if (Problem(value, constraint, field) is { } problem)
                throw new ValidationException(place, problem);
        }

        Check(value, field.Shape, place);
    }

    private static string? Problem(object value, ValidationAttribute constraint, JsonField field)
    {
        // A range of ints can't tell that a long is beyond them all.
        if (constraint is RangeAttribute range && range.OperandType == typeof(int) && value is long and (< int.MinValue or > int.MaxValue))
            return string.Create(CultureInfo.InvariantCulture, $"must be {field.Expectation}, and is {value}");

        var result = constraint.GetValidationResult(value, new ValidationContext(value) { MemberName = field.Name });
        if (result == ValidationResult.Success)
            return null;

        return constraint switch
        {
            StringLengthAttribute => result!.ErrorMessage,
            RequiredAttribute => $"must hold more than white space, and be {field.Expectation}",
            RangeAttribute => string.Create(CultureInfo.InvariantCulture, $"must be {field.Expectation}, and is {value}"),
            _ when value is IList list => $"must be {field.Expectation}, and has {list.Count}",
            _ => $"must be {field.Expectation}",
        };
    }
}
