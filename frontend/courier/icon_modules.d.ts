/** The drawing inside an icon of Lucide, put in by the build. */
declare module "icon:*" {
  const drawing: string;
  export default drawing;
}
