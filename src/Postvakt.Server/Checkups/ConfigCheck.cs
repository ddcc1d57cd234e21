namespace Postvakt.Server.Checkups;

/// <summary>The configuration of serve: there, and without a mistake.</summary>
internal static class ConfigCheck
{
    private const string Name = "configuration";

    public static Check Run(string? path, IReadOnlyList<string> errors)
    {
        if (errors.Count > 0) return Check.Broken(Name, string.Join("; ", errors));
        return path is null ? Check.Note(Name, "there is no postvakt.yaml; serve would run with defaults") : Check.Ok(Name, path);
    }
}
