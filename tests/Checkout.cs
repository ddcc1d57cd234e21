namespace Postvakt;

/// <summary>The source tree that the tests were built in.</summary>
internal static class Checkout
{
    public static readonly string Folder = Find();

    /// <summary>A file or folder of it.</summary>
    public static string At(params string[] parts) => Path.Combine([Folder, .. parts]);

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Postvakt.slnx"))) folder = folder.Parent ?? throw new DirectoryNotFoundException("no source tree above " + AppContext.BaseDirectory);
        return folder.FullName;
    }
}
