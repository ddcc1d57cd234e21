namespace Postvakt.Documents.Excel.Biff;

/// <summary>Numbers of the records that are read ([MS-XLS] 2.3).</summary>
internal static class BiffKind
{
    public const int Formula = 0x0006;
    public const int FormulaOld3 = 0x0206;
    public const int FormulaOld4 = 0x0406;
    public const int Eof = 0x000A;
    public const int Header = 0x0014;
    public const int Footer = 0x0015;
    public const int ExternSheet = 0x0017;
    public const int Name = 0x0018;
    public const int ExternName = 0x0023;
    public const int FilePass = 0x002F;
    public const int Continue = 0x003C;
    public const int CodePage = 0x0042;
    public const int BoundSheet = 0x0085;
    public const int MulRk = 0x00BD;
    public const int RString = 0x00D6;
    public const int InterfaceHeader = 0x00E1;
    public const int Sst = 0x00FC;
    public const int LabelSst = 0x00FD;
    public const int UsrExcl = 0x0194;
    public const int FileLock = 0x0195;
    public const int RrdInfo = 0x0196;
    public const int RrdHead = 0x0138;
    public const int SupBook = 0x01AE;
    public const int Txo = 0x01B6;
    public const int HLink = 0x01B8;
    public const int Number = 0x0203;
    public const int Label = 0x0204;
    public const int BoolErr = 0x0205;
    public const int String = 0x0207;
    public const int Array = 0x0221;
    public const int Rk = 0x027E;
    public const int SharedFormula = 0x04BC;
    public const int Bof = 0x0809;
}
