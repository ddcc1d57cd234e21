using Postvakt.Directories;

namespace Postvakt.Facts;

/// <summary>Whom a display name belongs to in the Directory, prepared once for each snapshot when first asked. Used by one thread at a time.</summary>
internal sealed class DirectoryNames
{
    private DirectorySnapshot _source = DirectorySnapshot.Empty;
    private Dictionary<string, Person?> _byName = [];

    /// <param name="name">As <see cref="PersonNames.Normalize"/> writes it.</param>
    /// <returns>The only person of this name, or null: nobody, or several.</returns>
    public Person? OnlyOne(DirectorySnapshot directory, string name)
    {
        if (!ReferenceEquals(directory, _source))
        {
            var byName = new Dictionary<string, Person?>(directory.People.Count, StringComparer.Ordinal);
            foreach (var person in directory.People)
            {
                if (PersonNames.Normalize(person.Name) is { Length: > 0 } own) byName[own] = byName.ContainsKey(own) ? null : person;
            }
            (_source, _byName) = (directory, byName);
        }
        return _byName.GetValueOrDefault(name);
    }
}
