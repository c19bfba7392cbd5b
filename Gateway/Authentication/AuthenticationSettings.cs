using System.ComponentModel.DataAnnotations;

namespace MctsAspire.Gateway.Authentication;

/// <summary>How attempts to authenticate are limited: the section <c>Authentication</c>.</summary>
internal sealed class AuthenticationSettings
{
    public const string Section = "Authentication";

    /// <summary><c>Authentication__FailedAttemptsPerMinute</c>: wrong keys and tokens that one address may send in a minute before it is turned away, 1 to 1,000,000.</summary>
    [Range(1, 1_000_000, ErrorMessage = "Authentication__FailedAttemptsPerMinute must be an integer from 1 to 1000000")]
    public int FailedAttemptsPerMinute { get; set; } = 100;
}
