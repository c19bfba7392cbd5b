using MctsAspire.MctsService.Search.Core;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;

namespace MctsAspire.MctsService.Domains.Catalogue;

/// <summary>A domain as callers see it: what it is called, what a problem of it looks like, and how one is read.</summary>
internal sealed record DomainEntry
{
    /// <summary>The most iterations of a domain whose evaluations are computed here.</summary>
    public const int NativeIterations = 10_000_000;

    /// <summary>The most iterations of a domain whose evaluations are calls.</summary>
    public const int CallIterations = 10_000;

    /// <summary>The most bytes of a problem.</summary>
    public const int MaxProblemBytes = 8 * 1024 * 1024;

    private const string Root = "problem";

    /// <summary>The domain's name.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, for people.</summary>
    public required string Description { get; init; }

    /// <summary>The JSON schema (draft 2020-12) of a problem.</summary>
    public required string Schema { get; init; }

    /// <summary>A problem that can be searched as it stands, in JSON.</summary>
    public required string Example { get; init; }

    /// <summary>Players, at least 1.</summary>
    public int Players { get; init; } = 1;

    /// <summary>Whether chance moves.</summary>
    public bool HasChance { get; init; }

    /// <summary>The most iterations of a request.</summary>
    public int MaxIterations { get; init; } = NativeIterations;

    /// <summary>Reads a problem; <see langword="null"/> where evaluations are calls and the shard's runner reads it.</summary>
    public Func<ReadOnlyMemory<byte>, ReadingContext, IProblem>? Read { get; init; }

    /// <summary>Whether reading a problem builds a model of all its states, which can take seconds.</summary>
    public bool BuildsModel { get; init; }

    /// <summary>Whether evaluations are calls: such shards are never run twice at the same time.</summary>
    public bool Calls => Read is null;

    /// <summary>A domain that is searched without leaving the process.</summary>
    /// <typeparam name="TInput">The JSON of its problems.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="description">What it is.</param>
    /// <param name="example">A problem.</param>
    /// <param name="build">Makes the problem; a <see cref="ValidationException"/> names a field of the input.</param>
    public static DomainEntry Native<TInput>(string name, string description, string example, Func<TInput, ReadingContext, IProblem> build) => new()
    {
        Name = name,
        Description = description,
        Example = example,
        Schema = DomainSchema.For<TInput>(name, description),
        Read = (json, context) => Parse(json, context, build),
    };

    private static IProblem Parse<TInput>(ReadOnlyMemory<byte> json, ReadingContext context, Func<TInput, ReadingContext, IProblem> build)
    {
        try
        {
            return build(StrictJson.Parse<TInput>(json.IsEmpty ? "{}"u8 : json.Span), context);
        }
        catch (ValidationException exception)
        {
            throw new ValidationException(PathOf(exception.Field), exception.Problem, exception);
        }
    }

    // The whole, an element of an array or a field.
    private static string PathOf(string field) => field switch
    {
        RequestBody.FieldName => Root,
        ['[', ..] => Root + field,
        _ => $"{Root}.{field}",
    };
}
