using System.Text.Json;
using System.Text.Json.Serialization;

namespace MctsAspire.MetaControllerService.Collection.Runs;

/// <summary>Members go by their names in snake_case; numbers are refused.</summary>
/// <typeparam name="T">The enumeration.</typeparam>
internal sealed class SnakeCaseEnum<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
