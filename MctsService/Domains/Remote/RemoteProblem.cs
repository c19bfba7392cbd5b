using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using Google.Protobuf;
using MctsAspire.ServiceDefaults.Requests;
using ValidationException = MctsAspire.ServiceDefaults.Errors.ValidationException;

namespace MctsAspire.MctsService.Domains.Remote;

/// <summary>A problem that a simulator of the operator's knows.</summary>
internal sealed record RemoteProblem
{
    /// <summary>The name under which the operator has configured the simulator.</summary>
    [Required]
    [StringLength(100, MinimumLength = 1)]
    public required string Simulator { get; init; }

    /// <summary>What the simulator is given; absent: an empty object.</summary>
    public JsonElement? Problem { get; init; }

    /// <summary>Reads a problem.</summary>
    /// <exception cref="ValidationException">The JSON is something else; the message names the field.</exception>
    public static RemoteProblem Read(ByteString json)
    {
        try
        {
            return StrictJson.Parse<RemoteProblem>(json.IsEmpty ? "{}"u8 : json.Span);
        }
        catch (ValidationException error)
        {
            throw new ValidationException(error.Field == RequestBody.FieldName ? "problem" : $"problem.{error.Field}", error.Problem, error);
        }
    }

    /// <summary>The problem as the simulator takes it.</summary>
    public ByteString ToBytes() => ByteString.CopyFromUtf8(Problem is { } problem ? problem.GetRawText() : "{}");
}
