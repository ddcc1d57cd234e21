namespace Postvakt.Web.House;

/// <summary>Settings that belong together.</summary>
/// <param name="Name">Section of postvakt.yaml.</param>
/// <param name="Document">Where it is described, below docs.</param>
/// <param name="Settings">Keys with what holds; a secret is never among the values.</param>
public sealed record SettingGroup(string Name, string Document, IReadOnlyList<(string Key, string Value)> Settings);
