namespace Postvakt.Samples.Cast;

/// <summary>A correspondent and the habits of the desk he or she writes from; systems are persons without a title.</summary>
internal sealed record Person(
    string Id, Firm Firm, string Name, string Address, bool IsWoman, string Language, string Program, string Zone,
    string Title, string Telephone, string NativeName, bool IsSystem)
{
    public string FirstName => Name.Split(' ')[0];

    public string LastName => Name[(Name.IndexOf(' ', StringComparison.Ordinal) + 1)..];

    /// <summary>How Japanese colleagues write the family name; others see it in Latin letters.</summary>
    public string FamilyNameInJapanese => NativeName.Length > 0 ? NativeName.Split(' ')[0] : LastName;
}
