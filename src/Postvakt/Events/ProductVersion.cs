using System.Reflection;

namespace Postvakt.Events;

/// <summary>The version that events name as their maker's.</summary>
internal static class ProductVersion
{
    /// <summary>Without what the build adds after a plus sign.</summary>
    public static readonly string Text = (typeof(ProductVersion).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0").Split('+')[0];
}
