using System.Runtime.InteropServices;

namespace Postvakt.Documents.Outside;

/// <summary>The functions of libyara that are used (libyara 4.x, yara/compiler.h and yara/rules.h), bound by hand.</summary>
internal sealed class YaraLibrary
{
    public const int Success = 0;

    /// <summary>ERROR_SCAN_TIMEOUT (yara/error.h).</summary>
    public const int TimedOut = 26;

    public const int RuleMatches = 1;
    public const int Continue = 0;
    public const int Abort = 1;

    /// <summary>Stop after the first match of a string: SCAN_FLAGS_FAST_MODE.</summary>
    public const int FastMode = 1;

    private static readonly string[] Names = ["libyara.so.10", "libyara.so.9", "libyara.so"];

    private YaraLibrary(nint handle)
    {
        T Bind<T>(string name) where T : Delegate => Marshal.GetDelegateForFunctionPointer<T>(NativeLibrary.GetExport(handle, name));

        Initialize = Bind<Plain>("yr_initialize");
        CreateCompiler = Bind<Create>("yr_compiler_create");
        DestroyCompiler = Bind<Destroy>("yr_compiler_destroy");
        AddString = Bind<Add>("yr_compiler_add_string");
        GetRules = Bind<Rules>("yr_compiler_get_rules");
        DestroyRules = Bind<Destroy>("yr_rules_destroy");
        Scan = Bind<ScanMemory>("yr_rules_scan_mem");
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Plain();

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Create(out nint compiler);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate void Destroy(nint handle);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Add(nint compiler, [MarshalAs(UnmanagedType.LPUTF8Str)] string rules, [MarshalAs(UnmanagedType.LPUTF8Str)] string nameSpace);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Rules(nint compiler, out nint rules);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int ScanMemory(nint rules, nint buffer, nuint length, int flags, Callback callback, nint data, int seconds);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    public delegate int Callback(nint context, int message, nint subject, nint data);

    public Plain Initialize { get; }

    public Create CreateCompiler { get; }

    public Destroy DestroyCompiler { get; }

    public Add AddString { get; }

    public Rules GetRules { get; }

    public Destroy DestroyRules { get; }

    public ScanMemory Scan { get; }

    /// <summary>Null when the library is not installed or is another than expected.</summary>
    public static YaraLibrary? Load()
    {
        foreach (var name in Names)
        {
            if (!NativeLibrary.TryLoad(name, out var handle)) continue;
            try
            {
                var library = new YaraLibrary(handle);
                return library.Initialize() == Success ? library : null;
            }
            catch (EntryPointNotFoundException)
            {
                return null;
            }
        }
        return null;
    }
}
