using Postvakt.Directories;
using Postvakt.Server.Directories.Csv;

namespace Postvakt.Server.Directories;

/// <summary>People of one source with the partners of a file: no directory service knows who one's partners are.</summary>
internal sealed class PartneredSource(IDirectorySource people, string partners) : IDirectorySource
{
    public string Name => $"{people.Name}, partners {partners}";

    public async Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation)
    {
        var read = await Task.Run(() => PartnersFile.Read(partners, cancellation), cancellation).ConfigureAwait(false);
        var snapshot = await people.ReadAsync(cancellation).ConfigureAwait(false);
        return new DirectorySnapshot(snapshot.People, read, snapshot.TakenAt);
    }
}
