namespace MctsAspire.Testing;

/// <summary>Says what a test needs that the machine may lack, so that the test can be skipped with the reason.</summary>
internal static class Requirements
{
    /// <summary>
    /// The first requirement that does not hold, as a reason to skip; null when all hold. A requirement is the name of a program on
    /// PATH (or a container of it, for <c>redis-server</c>), <c>npm:folder</c> (the packages of <c>tests/npm/folder</c> are installed), <c>python:modules</c> (a Python has these modules)
    /// <c>unicode:file</c> (a file of Debian's package unicode-data) or <c>data:file</c> (a file of the shared data beside the repository).
    /// </summary>
    public static string? FirstUnmet(IEnumerable<string> requirements) =>
        requirements.Select(Unmet).FirstOrDefault(reason => reason is not null);

    private static string? Unmet(string requirement)
    {
        var parts = requirement.Split(':', 2);
        return parts switch
        {
            // npm writes this file last: an installation that was cut off is none.
            ["npm", var folder] => File.Exists(Path.Combine(Repository.NpmFolder(folder), "node_modules", ".package-lock.json"))
                ? null
                : $"the npm packages of tests/npm/{folder} are not installed; ./test.sh installs them",
            ["python", var modules] => Python.Find(modules) is not null
                ? null
                : $"no python3 has the modules {modules}; ./test.sh installs them when it runs as root on Debian",
            ["unicode", var file] => File.Exists(UnicodeData.File(file))
                ? null
                : $"{file} of the package unicode-data is not there; ./test.sh installs it when it runs as root on Debian",
            ["data", var file] => File.Exists(Repository.SharedData(file))
                ? null
                : $"the data file {file} is not beside the repository",
            [RedisServer.Name] => RedisServer.IsAvailable
                ? null
                : "redis-server is not on PATH; ./test.sh installs it when it runs as root on Debian",
            [var program, ..] => Programs.Find(program) is not null
                ? null
                : $"{program} is not on PATH; ./test.sh installs it when it runs as root on Debian",
            _ => null,
        };
    }
}
