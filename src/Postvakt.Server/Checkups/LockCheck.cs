namespace Postvakt.Server.Checkups;

/// <summary>Tells whether another process owns the data directory. Takes the lock for an instant at most, and writes nothing.</summary>
internal static class LockCheck
{
    private const string Name = "lock";

    public static Check Run(string folder)
    {
        var path = Path.Combine(folder, "lock");
        if (!File.Exists(path)) return Check.Ok(Name, "free; nothing has used this folder yet");
        try
        {
            // Asking for the right to write finds a file system mounted read-only.
            using var held = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            return Check.Ok(Name, "free");
        }
        catch (UnauthorizedAccessException refused)
        {
            return Check.Broken(Name, $"{path} cannot be written: {refused.Message}");
        }
        catch (IOException busy)
        {
            return File.Exists(Api.ApiServer.PathIn(folder))
                ? Check.Ok(Name, "a server uses this data directory; operator verbs speak to it, learn and scan need it stopped")
                : Check.Warning(Name, $"another Postvakt uses this data directory now, or it cannot be written ({busy.Message}); learn and scan would wait 5 s for it");
        }
    }
}
