using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Who stands behind an installation, as its OpenAPI document says: the section <c>Documentation</c>.</summary>
internal sealed class DocumentationOptions
{
    public const string Section = "Documentation";

    /// <summary>Whom to ask.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string ContactName { get; set; } = "The operator of this installation";

    /// <summary>Where to write to.</summary>
    [EmailAddress]
    public string? ContactEmail { get; set; }

    /// <summary>Where to look.</summary>
    public Uri? ContactUrl { get; set; }

    /// <summary>The terms of use.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string LicenseName { get; set; } = "The terms of the operator";

    /// <summary>The terms as an SPDX expression; not told when <see cref="LicenseUrl"/> is set.</summary>
    [Required, StringLength(200, MinimumLength = 1)]
    public string LicenseIdentifier { get; set; } = "LicenseRef-Operator";

    /// <summary>Where the terms stand.</summary>
    public Uri? LicenseUrl { get; set; }
}
