using Postvakt.Directories;

namespace Postvakt.Server.Directories;

/// <summary>Where it is written down who belongs to the organisation.</summary>
internal interface IDirectorySource
{
    /// <summary>Kind and place for an operator, such as "csv /etc/postvakt/people.csv"; no secret.</summary>
    string Name { get; }

    /// <summary>Reads everything, or nothing: throws <see cref="DirectorySourceException"/>.</summary>
    Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation);
}
