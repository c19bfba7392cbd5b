namespace MctsAspire.Gateway.RateLimits;

/// <summary>What Redis said to an instance of the Gateway that told that it is alive. Times are microseconds of Redis's clock.</summary>
/// <param name="Now">Redis's time.</param>
/// <param name="Mark">What changes whenever Redis may have lost something.</param>
/// <param name="Before">Up to when its data are sure to hold what this instance let in; 0: they don't know it.</param>
/// <param name="Born">Since when there is that mark.</param>
/// <param name="UpSeconds">For how many whole seconds, as its clock counts them, the server runs.</param>
/// <param name="Others">The other instances that are alive.</param>
internal sealed record Registration(long Now, string Mark, long Before, long Born, long UpSeconds, IReadOnlyCollection<string> Others);
